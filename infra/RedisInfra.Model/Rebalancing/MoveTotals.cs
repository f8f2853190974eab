namespace RedisInfra.Model.Rebalancing;

/// <summary>What moves add up to.</summary>
/// <param name="Slots">How many slots.</param>
/// <param name="Keys">How many keys they hold.</param>
/// <param name="Bytes">About how many bytes.</param>
public readonly record struct MoveTotals(int Slots, long Keys, long Bytes)
{
    /// <summary>The sum of all.</summary>
    public static MoveTotals Of(IEnumerable<SlotMove> moves) => moves.Aggregate(new MoveTotals(), (sum, move) =>
        new MoveTotals(sum.Slots + move.Slots.Count, sum.Keys + move.Keys, sum.Bytes + move.Bytes));
}
