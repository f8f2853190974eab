using System.Collections.Immutable;

namespace RedisInfra.Model.Sentinel;

/// <summary>What a Redis server that a Sentinel named says of itself.</summary>
/// <param name="Endpoint">Where it was asked: "host:port".</param>
public sealed record ObservedServer(string Endpoint)
{
    /// <summary>Why it couldn't be asked; null when it answered.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it refused the password.</summary>
    public bool IsDenied { get; init; }

    /// <summary>Whether it still reads its data from the disk.</summary>
    public bool IsLoading { get; init; }

    /// <summary>Keys in all databases.</summary>
    public long Keys { get; init; }

    /// <summary>Its used_memory.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Its configuration, as far as it was asked for and tells it.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The id of its process: two addresses with one id are one server.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Whether its role is master.</summary>
    public bool IsMaster { get; init; }

    /// <summary>Whom it replicates: "host:port", or "".</summary>
    public string Follows { get; init; } = "";

    /// <summary>The id of the history of writes that it has.</summary>
    public string ReplicationId { get; init; } = "";

    /// <summary>Whether its link to whom it replicates stands.</summary>
    public bool IsLinkUp { get; init; }

    /// <summary>How far in that history it is, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>Its replica-priority; 0 is never promoted.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>Whether it replicates that master, whatever either calls it.</summary>
    public bool IsReplicaOf(ObservedServer master) => !IsMaster
        && (Follows == master.Endpoint || (IsLinkUp && ReplicationId == master.ReplicationId));
}
