using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>The words that a plan is told in, whatever it is written as.</summary>
public static class PlanWords
{
    private const int MostNames = 6;

    /// <summary>Of a result that has nothing to do.</summary>
    public const string Balanced = "balanced: every shard owns its part, nothing has to move";

    /// <summary>How many slots, keys and bytes move.</summary>
    public static string Amount(int slots, long keys, long bytes) =>
        $"{Amounts.Count(slots, "slot")} with {Amounts.Count(keys, "key")}, {Amounts.Bytes(bytes)}";

    /// <summary>What a plan will do, on one line, with its time and method.</summary>
    public static string Summary(RebalancePlan plan, MoveSpeed speed) =>
        $"{Amount(plan.Slots, plan.Keys, plan.Bytes)}, in {Amounts.Count(plan.Moves.Length, "move")}, about "
            + $"{Amounts.About(MoveEstimate.Of(plan.Moves, speed))} ({Method(plan.Method)})";

    /// <summary>The commands that a method stands for.</summary>
    public static string Method(MigrationMethod method) => method switch
    {
        MigrationMethod.RedisImport => "CLUSTER MIGRATION",
        MigrationMethod.ValkeyMigrateSlots => "CLUSTER MIGRATESLOTS",
        _ => "SETSLOT and MIGRATE",
    };

    /// <summary>A set's first ranges, and how many more there are.</summary>
    public static string Ranges(SlotSet slots, int most) =>
        Amounts.List(slots.Ranges.Select(range => range.ToString()), most);

    /// <summary>What is done with open slots; those with the same evidence are told together.</summary>
    public static IReadOnlyList<(SlotSet Slots, string Words)> OpenSlots(IEnumerable<OpenSlotStep> steps) =>
    [
        .. steps.GroupBy(Words, StringComparer.Ordinal)
            .Select(group => (SlotSet.OfSlots(group.Select(step => step.Slot)), group.Key)),
    ];

    /// <summary>What is copied before slots move.</summary>
    public static string Functions(FunctionCopy copy) =>
        $"functions are copied from {copy.From.Name} to {copy.To.Name} first";

    /// <summary>What is set while slots move.</summary>
    public static string KeepRole(IEnumerable<Member> members) =>
        "cluster-allow-replica-migration is no meanwhile, so that masters without slots stay masters: "
            + Amounts.List(members.Select(member => member.Name), MostNames);

    private static string Words(OpenSlotStep step) => step switch
    {
        OpenSlotStep.Finish finish => $"are moved on from {finish.From.Name} to {finish.To.Name}: {step.Reason}",
        OpenSlotStep.Close close => $"are closed at {close.At.Name}: {step.Reason}",
        OpenSlotStep.Announce announce => $"are {announce.Owner.Name}'s, which is told to "
            + $"{string.Join(", ", announce.Tell.Select(member => member.Name))}: {step.Reason}",
        _ => throw new InvalidOperationException($"bug in RedisInfra: {step.GetType().Name} has no words"),
    };
}
