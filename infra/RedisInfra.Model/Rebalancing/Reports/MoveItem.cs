namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>A move in a <see cref="PlanDocument"/>.</summary>
/// <param name="From">The name of the member that gives.</param>
/// <param name="To">The name of the member that gets.</param>
/// <param name="Slots">Which slots: <c>0-5460,10923</c>.</param>
/// <param name="SlotCount">How many.</param>
/// <param name="Keys">How many keys they hold.</param>
/// <param name="Bytes">How much memory those take, in bytes.</param>
/// <param name="Reason">Why.</param>
public sealed record MoveItem(
    string From, string To, string Slots, int SlotCount, long Keys, long Bytes, string Reason)
{
    /// <summary>The item of a move.</summary>
    public static MoveItem Of(SlotMove move) => new(move.From.Name, move.To.Name, move.Slots.ToString(),
        move.Slots.Count, move.Keys, move.Bytes, move.Reason);
}
