using Pulumi;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Zookeeper;
using RedisInfra.Model.Zookeeper;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Zookeeper;

/// <summary>What ZookeeperDrain and ZookeeperTopology have in common: show, do.</summary>
internal sealed class ZookeeperWork(ProviderEnvironment environment, EngineLog log)
{
    /// <summary>For how long a step may wait for a server that starts.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <param name="urn">The resource that says it.</param>
    /// <param name="inputs">What is to be.</param>
    /// <param name="password">What the pods were started with.</param>
    /// <param name="joins">Whether servers get votes too.</param>
    /// <param name="ct">Stops it.</param>
    public async Task RunAsync(Urn urn, ZookeeperInputs inputs, string password, bool joins, CancellationToken ct)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(ct, environment.EngineGone);
        await using var pods = await environment.OpenKubernetes(inputs.Kubernetes, any.Token);
        var resizer = new EnsembleResizer(Access(pods, password, TopologySession.MakeTimeout), inputs.Where);
        var done = await resizer.RunAsync(
            inputs.Servers, joins, s_limit, step => log.Progress(urn, step), any.Token);
        if (done.Count > 0) await log.InfoAsync(urn, $"{inputs.Where}: {string.Join(", ", done)}: done");
    }

    /// <summary>Says what would be done. A preview never fails because nothing can be reached.</summary>
    public async Task PreviewAsync(
        Urn urn, ZookeeperInputs inputs, ZookeeperInputs old, bool joins, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(TopologySession.PlanTimeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await using var pods = await environment.OpenKubernetes(inputs.Kubernetes, either.Token);
            var access = Access(pods, old.Password, TopologySession.PreviewTimeout);
            var view = await new EnsembleResizer(access, inputs.Where).LookAsync(inputs.Servers, either.Token);
            if (view.Configuration is { } now) await TellAsync(urn, inputs, now, view, joins);
            else await UnknownAsync(urn, inputs, old, "no server tells who votes");
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && TopologySession.IsUnreachable(exception))
        {
            await UnknownAsync(urn, inputs, old, exception.Message);
        }
    }

    private async Task TellAsync(
        Urn urn, ZookeeperInputs inputs, ZookeeperConfiguration now, EnsembleView view, bool joins)
    {
        if (ZookeeperPlanner.Plan(inputs.Where, now, view.Roles, inputs.Servers) is ZookeeperPlan.Refused refused)
        {
            foreach (var finding in refused.Findings) await log.WarnAsync(urn, finding.ToString());
            return;
        }

        var all = ZookeeperPlanner.Steps(now, inputs.Servers);
        var mine = all.Where(step => step is ZookeeperStep.Join == joins).ToList();
        if (mine.Count == 0) return;
        foreach (var step in all.Where(step => step is ZookeeperStep.Leave && joins)) now = step.Apply(now);
        await log.InfoAsync(
            urn, $"{inputs.Where}: {string.Join(", then ", mine)}; votes {ZookeeperPlanner.Sizes(now, mine)}");
    }

    private async Task UnknownAsync(Urn urn, ZookeeperInputs inputs, ZookeeperInputs old, string why)
    {
        if (inputs.Servers.SequenceEqual(old.Servers)) return;
        await log.InfoAsync(urn, $"{inputs.Where}: who gets or loses a vote is unknown until deployed: {why}");
    }

    private EnsembleAccess Access(IKubernetesPods pods, string password, TimeSpan timeout) => new(
        environment.IsInPod ? new DirectReach() : new KubernetesReach(pods), password, timeout, environment.Time);
}
