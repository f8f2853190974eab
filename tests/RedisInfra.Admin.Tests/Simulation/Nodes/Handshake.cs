namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>A node that is being met: its address is known and its id isn't, so it has one that is made up.</summary>
internal sealed class Handshake(SimulatedNode target, string temporaryId, long sinceUs, bool isMeet)
{
    public SimulatedNode Target { get; } = target;

    public string TemporaryId { get; } = temporaryId;

    public long SinceUs { get; } = sinceUs;

    /// <summary>Whether CLUSTER MEET began it here, so that the other node has to be told to join.</summary>
    public bool IsMeet { get; } = isMeet;

    public bool IsUnderWay { get; set; }
}
