using System.Collections.Immutable;

namespace RedisInfra.Model.Ring;

/// <summary>A pool of a nutcracker configuration, with what it says left out filled in as nutcracker does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Servers">Its servers, in the order of the file.</param>
public sealed record RingPool(string Name, ImmutableArray<RingServer> Servers)
{
    /// <summary>Where the proxy listens: "host:port", or a path.</summary>
    public string Listen { get; init; } = "";

    /// <summary>What keys are hashed with.</summary>
    public RingHash Hash { get; init; } = RingHash.Fnv1aBits64;

    /// <summary>Two characters between which a key's hashed part stands; empty for none.</summary>
    public string HashTag { get; init; } = "";

    /// <summary>How a hash chooses a server.</summary>
    public RingDistribution Distribution { get; init; } = RingDistribution.Ketama;

    /// <summary>Whether a key has a place: a random distribution over more than one server has none.</summary>
    public bool IsCertain => Servers.Length == 1 || Distribution != RingDistribution.Random;

    /// <summary>How long a proxy waits for a server, in ms; null for ever.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>Whether its servers are Redis servers.</summary>
    public bool IsRedis { get; init; }

    /// <summary>Whether the file has a password for its servers.</summary>
    public bool HasPassword { get; init; }

    /// <summary>The database that the proxy selects.</summary>
    public int Database { get; init; }

    /// <summary>Whether keys of a server that doesn't answer go to others meanwhile.</summary>
    public bool EjectsServers { get; init; }
}
