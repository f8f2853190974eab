using System.Collections.Immutable;
using Pulumi;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Departure;
using RedisInfra.Admin.Formation;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Rebalancing.Reports;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Drain;

namespace RedisInfra.Provider.Topology;

/// <summary>Says what would be done. A preview never fails because nothing is there yet.</summary>
internal sealed class TopologyPreview(ProviderEnvironment environment, EngineLog log)
{
    /// <summary>Looks and says.</summary>
    /// <param name="urn">The resource.</param>
    /// <param name="inputs">What is declared, or null when that isn't known.</param>
    /// <param name="before">The members that were declared before; those that aren't now are drained first.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(
        Urn urn, TopologyInputs? inputs, IReadOnlyCollection<Member> before, CancellationToken ct)
    {
        if (inputs is null)
        {
            await log.InfoAsync(urn, "unknown until deployed: some inputs aren't known yet");
            return;
        }
        string declared = FormationWords.Plan(inputs.Desired);
        string unknown = before.Count > 0 ? "unknown until deployed"
            : $"unknown until deployed; when the members are new, {declared}";
        using var deadline = new CancellationTokenSource(
            before.Count > 0 ? TopologySession.PlanTimeout : TopologySession.PreviewTimeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            await using var session = await TopologySession.OpenAsync(environment, inputs,
                TopologySession.PreviewTimeout, either.Token);
            if (MemberChanges.Of(before, inputs.Desired.Members).Moves(inputs.Desired.Members) is { Length: > 0 } moves)
            {
                // Who owns what depends on who takes over; the drain's plan says what happens first.
                await log.InfoAsync(urn, $"{moves} in other shards; what joins then is unknown until deployed");
                return;
            }
            var names = inputs.Desired.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
            var leaving = before.Where(member => !names.Contains(member.Name)).ToImmutableArray();
            var observed = await session.Connections.ObserveAsync(inputs.Desired.Members.Concat(leaving), either.Token);
            if (before.Count > 0 && observed.ClaimedSlots.Count > 0)
                await ScaleAsync(urn, session, inputs, leaving, observed, either.Token);
            else
                await FormAsync(urn, inputs, observed, unknown);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && TopologySession.IsUnreachable(exception))
        {
            await log.InfoAsync(urn, unknown);
        }
    }

    private async Task FormAsync(Urn urn, TopologyInputs inputs, ObservedCluster observed, string unknown)
    {
        var plan = FormationPlan.Plan(observed, inputs.Desired);
        string words = plan is FormationResult.NotReady ? unknown : FormationWords.Plan(plan, inputs.Desired);
        if (plan is FormationResult.Refused) await log.WarnAsync(urn, words);
        else await log.InfoAsync(urn, words);
    }

    private async Task ScaleAsync(
        Urn urn, TopologySession session, TopologyInputs inputs, ImmutableArray<Member> leaving,
        ObservedCluster observed, CancellationToken ct)
    {
        environment.Plans.Keep(
            ClusterTopologyResource.PlanKey(urn), inputs.Id, ClusterFingerprint.OfShards(observed));
        var owners = leaving.Select(member => member.Shard).ToHashSet();
        if (owners.Any(shard => shard >= inputs.Desired.Shards.Length))
        {
            await log.InfoAsync(urn, "nothing to do once those that leave have given their slots to the others");
            return;
        }
        var plan = await ScaleForecast.PlanAsync(session.Connections, inputs.Desired, leaving, observed, ct);
        var joining = inputs.Desired.Members.Where(member => !ScaleForecast.IsPart(observed, member))
            .Select(member => member.Name).ToList();
        string first = joining.Count == 0 ? "" : $"{string.Join(", ", joining)} join; ";
        string text = first + string.Join('\n', PlanText.Lines(plan));
        await new PlanFiles(environment.PlanFolder, log).WriteAsync(
            urn, inputs.Id, "topology", plan, joining.Count == 0 ? "" : $"{string.Join(", ", joining)} join");
        if (plan is RebalanceResult.Refused) await log.WarnAsync(urn, text);
        else await log.InfoAsync(urn, text);
    }
}
