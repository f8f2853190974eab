using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Bench;

/// <summary>
/// Plans for clusters that nobody has to start: every node's view is made up, and all of them are checked, as they are
/// when a plan is made for a real one.
/// </summary>
public static class PlanBench
{
    private const int BasePort = 10_000;
    private const int KeysPerSlot = 60;
    private const int BytesPerKey = 150;

    /// <summary>How many masters there are, the one that joined included.</summary>
    public static IReadOnlyList<int> DefaultSizes { get; } = [10, 100, 1000];

    /// <summary>Measures one master joining clusters of these sizes.</summary>
    /// <param name="sizes">Masters.</param>
    /// <param name="rounds">How often each plan is made; the first is left out.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static IReadOnlyList<PlanBenchResult> Run(
        IReadOnlyList<int> sizes, int rounds, CancellationToken cancellationToken)
    {
        var results = new List<PlanBenchResult>();
        foreach (int masters in sizes)
        {
            var desired = DesiredCluster.Of("bench", Enumerable.Range(0, masters).Select(ToMember));
            var request = new RebalanceRequest(desired);
            var observed = Observe(desired);
            var load = Load(masters);
            var times = new List<TimeSpan>();
            var plan = Plan();
            for (int round = 0; round < rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long start = Stopwatch.GetTimestamp();
                plan = Plan();
                times.Add(Stopwatch.GetElapsedTime(start));
            }
            times.Sort();
            results.Add(new PlanBenchResult(masters, plan.Slots, plan.Moves.Length, times[times.Count / 2], times[^1]));

            RebalancePlan Plan() =>
                RebalancePlanner.Plan(observed, load, OpenSlotCounts.None, request) is RebalanceResult.Steps steps
                    ? steps.Plan : throw new InvalidOperationException("bug in RedisInfra: a joined master gets slots");
        }
        return results;
    }

    private static Member ToMember(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"bench-{number}"), number, 0, "127.0.0.1", BasePort + number);

    /// <summary>All but the last own even parts.</summary>
    private static ObservedCluster Observe(DesiredCluster desired)
    {
        var layout = SlotLayout.Even(desired.Shards.Length - 1);
        NodeRecord[] lines =
        [
            .. desired.Members.Select((member, i) => new NodeRecord(
                NodeId.Parse(string.Create(CultureInfo.InvariantCulture, $"{i + 1:x40}")), member.Host, member.Port,
                member.Port + BasePort, null, NodeFlags.Master, null, i + 1, true,
                i < layout.Length ? SlotSet.Of(layout[i]) : SlotSet.Empty, [])),
        ];
        return new ObservedCluster([.. desired.Members.Select((member, i) => View(member, i, lines))]);
    }

    private static NodeView View(Member member, int number, NodeRecord[] lines)
    {
        var own = (NodeRecord[])lines.Clone();
        own[number] = own[number] with { Flags = NodeFlags.Master | NodeFlags.Myself };
        return new NodeView.Live(
            member, [.. own], true, own[number].Slots.Count * KeysPerSlot, true, "7.0.15", 15000, 5);
    }

    private static ClusterLoad Load(int masters)
    {
        var slots = Enumerable.Range(0, SlotRange.SlotCount)
            .Select(slot => new SlotLoad(KeysPerSlot, (long)KeysPerSlot * (BytesPerKey + slot % 50)));
        var memory = Enumerable.Range(0, masters).Select(ToMember)
            .ToImmutableDictionary(member => member.Name, _ => new MemoryUse(1L << 30, 0, ""));
        return new ClusterLoad([.. slots], memory, []);
    }
}
