using Pulumi;
using RedisInfra.Admin.Sentinel.Declared;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Sentinel;

/// <summary>What SentinelDrain and SentinelTopology have in common: look, show, do.</summary>
internal sealed class SentinelWork(ProviderEnvironment environment, EngineLog log)
{
    /// <summary>Pods are there when this begins; Sentinel needs some 20 s for a failover that fails at first.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(15);

    /// <summary>Does what the plan asks for, until nothing is left.</summary>
    public async Task<SetOutcome> RunAsync(
        Urn urn, SentinelSession session, SentinelInputs inputs, DeclaredSet? before,
        Func<ObservedSet, SetPlan> plan, TimeSpan timeout, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(timeout > TimeSpan.Zero ? timeout : s_timeout, environment.Time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(ct, environment.EngineGone, late.Token);
        var options = new SetOptions
        {
            WatchUser = inputs.WatchUser,
            WatchPassword = inputs.WatchPassword,
            Patience = s_patience,
            Step = step => log.Progress(urn, SetStepText.Of(
                step, endpoint => inputs.NameOf(endpoint, before?.Members.Concat(before.Sentinels)))),
            Say = line => log.Progress(urn, line),
        };
        var runner = new SetRunner(
            session.Nodes, token => session.LookAsync(inputs.Set, before, token), plan, options);
        return await runner.RunAsync(any.Token);
    }

    /// <summary>Says what would be done. A preview never fails because nothing is there.</summary>
    public async Task PreviewAsync(
        Urn urn, SentinelInputs inputs, SentinelInputs? old, IEnumerable<SetMember> leaving, DeclaredSet? before,
        string unknown, Func<ObservedSet, SetPlan> plan, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(TopologySession.PlanTimeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            // All have the passwords that they were started with.
            var now = old is null ? inputs : inputs with { Servers = old.Servers, Sentinels = old.Sentinels };
            await using var session = await SentinelSession.OpenAsync(
                environment, now, leaving, TopologySession.PreviewTimeout, either.Token);
            var seen = await session.LookAsync(inputs.Set, before, either.Token);
            switch (plan(seen))
            {
                case SetPlan.Steps steps:
                    await log.InfoAsync(urn, string.Join('\n', steps.All.Select(
                        step => SetStepText.Of(step, endpoint => inputs.NameOf(endpoint, leaving)))
                        .Prepend($"{inputs.Set.Where}:")));
                    break;
                case SetPlan.Refused refused:
                    await log.WarnAsync(urn, string.Join('\n', refused.Reasons));
                    break;
                case SetPlan.NotReady waiting when Answers(seen):
                    await log.InfoAsync(urn, $"{unknown}; now: "
                        + Amounts.List(waiting.Reasons.Select(one => $"{one.Where}: {one.What}"), 3));
                    break;
                case SetPlan.NotReady:
                    await log.InfoAsync(urn, unknown);
                    break;
            }
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && TopologySession.IsUnreachable(exception))
        {
            await log.InfoAsync(urn, unknown);
        }
    }

    private static bool Answers(ObservedSet seen) => seen.Answering.Any() || seen.Watching.Any();
}
