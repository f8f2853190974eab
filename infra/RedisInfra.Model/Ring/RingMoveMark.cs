namespace RedisInfra.Model.Ring;

/// <summary>What a server notes of a move that it has a part in.</summary>
/// <param name="Fingerprint">Which move: <see cref="RingMoveText.Of"/>, hashed.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Id">Which time: the same rings may change into one another more than once.</param>
public sealed record RingMoveMark(string Fingerprint, RingMovePhase Phase, string Id)
{
    /// <summary>The key that it stands in; see <see cref="RingOwnKeys"/>.</summary>
    public const string Key = "redisinfra:ring-move";
}
