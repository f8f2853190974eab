using System.Collections.Immutable;

namespace RedisInfra.Model.Sentinel;

/// <summary>What one Sentinel says about one master.</summary>
/// <param name="Endpoint">Where it was asked: "host:port".</param>
public sealed record ObservedSentinel(string Endpoint)
{
    /// <summary>Why it couldn't be asked; null when it answered.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it refused the password.</summary>
    public bool IsDenied { get; init; }

    /// <summary>Its own id, which stays over restarts.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether it watches the master of that name.</summary>
    public bool IsWatching { get; init; }

    /// <summary>Where it says that the master is; "" when it watches none.</summary>
    public string Master { get; init; } = "";

    /// <summary>The master's flags: <c>master</c>, <c>s_down</c>, <c>failover_in_progress</c>, …</summary>
    public ImmutableArray<string> MasterFlags { get; init; } = [];

    /// <summary>How many Sentinels must agree that the master is down.</summary>
    public int Quorum { get; init; }

    /// <summary>Its options for this master, as <c>SENTINEL SET</c> calls them.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The other Sentinels that it knows.</summary>
    public ImmutableArray<KnownInstance> Sentinels { get; init; } = [];

    /// <summary>The replicas that it knows.</summary>
    public ImmutableArray<KnownInstance> Replicas { get; init; } = [];

    /// <summary>What <c>SENTINEL CKQUORUM</c> complains of; null for nothing.</summary>
    public string? QuorumProblem { get; init; }
}
