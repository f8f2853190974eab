using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring;

/// <summary>What was seen at one server of a ring.</summary>
/// <param name="Member">The server.</param>
public sealed record RingServerReport(Member Member)
{
    /// <summary>How many keys it has.</summary>
    public long Keys { get; init; }

    /// <summary>How many of them the ring puts elsewhere, so that no client finds them here.</summary>
    public long Wrong { get; init; }

    /// <summary>How many of those are at the right server as well.</summary>
    public long Twice { get; init; }

    /// <summary>Some of the wrong ones.</summary>
    public ImmutableArray<RingWrongKey> Samples { get; init; } = [];
}
