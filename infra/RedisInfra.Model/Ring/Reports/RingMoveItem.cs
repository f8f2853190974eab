namespace RedisInfra.Model.Ring.Reports;

/// <summary>A move in a <see cref="RingPlanDocument"/>.</summary>
/// <param name="From">The name of the server that gives.</param>
/// <param name="To">The name of the server that gets.</param>
/// <param name="Share">The part of all hashes, up to 1.</param>
/// <param name="Keys">How many keys; null when nobody has counted.</param>
/// <param name="Bytes">About how many bytes; null when nobody has counted.</param>
/// <param name="Reason">Why.</param>
public sealed record RingMoveItem(string From, string To, double Share, long? Keys, long? Bytes, string Reason)
{
    /// <summary>The item of a move.</summary>
    public static RingMoveItem Of(RingMove move, bool isCounted) => new(move.From.Name, move.To.Name,
        Math.Round(move.Share, 6), isCounted ? move.Keys : null, isCounted ? move.Bytes : null, move.Reason);
}
