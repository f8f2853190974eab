using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Ring;

/// <summary>The inputs of a RingDrain and of a RingTopology, which have the same.</summary>
/// <param name="Pool">The pool's name, for messages.</param>
/// <param name="Ring">The ring that is declared.</param>
/// <param name="OnChange">"move", "remap" or "refuse".</param>
/// <param name="Access">How to sign in to shards.</param>
/// <param name="Kubernetes">Where shards and proxies are.</param>
/// <param name="Proxies">The label selector of the proxies' pods.</param>
/// <param name="Members">The servers of shards that have several, by the shard's name.</param>
internal sealed record RingInputs(
    string Pool, RingPool Ring, string OnChange, ClusterAccess Access, KubernetesSettings Kubernetes, string Proxies,
    ImmutableDictionary<string, ImmutableArray<Member>> Members)
{
    public static readonly string[] Names =
    [
        "pool", "hash", "distribution", "hashTag", "servers", "onChange", "password", "kubernetes", "proxies",
        "members",
    ];

    /// <summary>The pool in messages.</summary>
    public string Where => $"pool \"{Pool}\"";

    /// <summary>The shards' names, which are those of their pods where each is a single server.</summary>
    public IEnumerable<string> Shards => Ring.Servers.Select(server => server.Name);

    /// <summary>Null, and failures, when something is wrong; null alone when something isn't known yet.</summary>
    public static RingInputs? Read(ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures)
    {
        var reader = new InputReader(bag, "", failures);
        reader.Only(Names);
        var (pool, password) = (reader.Text("pool", required: true), reader.Text("password"));
        var (onChange, proxies) = (reader.Text("onChange", required: true), reader.Text("proxies", required: true));
        var kubernetes = TopologyInputs.ReadKubernetes(reader);
        if (onChange is not (null or "move" or "remap" or "refuse"))
            reader.Fail("onChange", "RI3103", "must be \"move\", \"remap\" or \"refuse\"");
        if (bag.Find("kubernetes") is null) reader.Fail("kubernetes", "RI3103", "is required");
        var ring = ReadRing(reader, pool);
        var members = ReadMembers(reader);
        bool unknown = bag.Values.Any(PropertyValues.HasUnknown);
        if (unknown || failures.Count > 0 || ring is null || pool is null || onChange is null || kubernetes is null
            || proxies is null) return null;
        var access = new ClusterAccess { Password = password };
        return new RingInputs(pool, ring, onChange, access, kubernetes, proxies, members);
    }

    /// <summary>Inputs that were checked before.</summary>
    /// <exception cref="InvalidOperationException">They aren't complete.</exception>
    public static RingInputs Require(ImmutableDictionary<string, PropertyValue> bag) =>
        InputReader.Require(bag, Read);

    private static ImmutableDictionary<string, ImmutableArray<Member>> ReadMembers(InputReader reader)
    {
        var members = ImmutableDictionary.CreateBuilder<string, ImmutableArray<Member>>(StringComparer.Ordinal);
        foreach (var (shard, text) in reader.TextMap("members"))
        {
            if (ShardMasters.ReadServers(text) is { } servers) members[shard] = servers;
            else reader.Fail("members", "RI3103", $"shard \"{shard}\" must have \"host:port,host:port\"");
        }

        return members.ToImmutable();
    }

    private static RingPool? ReadRing(InputReader reader, string? pool)
    {
        var (hash, tag) = (reader.Text("hash", required: true), reader.Text("hashTag"));
        string? distribution = reader.Text("distribution", required: true);
        var hashes = RingWords.Hashes.Where(word => word.Name == hash).ToList();
        var distributions = RingWords.Distributions.Where(word => word.Name == distribution).ToList();
        if (hash is not null && hashes.Count == 0)
            reader.Fail("hash", "RI3103", $"must be one of {string.Join(", ", RingWords.Hashes.Select(w => w.Name))}");
        if (distribution is not null && distributions.Count == 0)
            reader.Fail("distribution", "RI3103", "must be \"ketama\", \"modula\" or \"random\"");
        var texts = reader.Texts("servers");
        var servers = texts.Select(text => RingServerText.Read(text, out _)).ToImmutableArray();
        if (servers.Any(server => server is null))
            reader.Fail("servers", "RI3103", "each must be \"host:port:weight name\", the weight 1 or more");
        else if (texts.IsEmpty && !reader.IsUnknown("servers"))
            reader.Fail("servers", "RI3103", "must have one or more");
        if (pool is null || hashes.Count == 0 || distributions.Count == 0 || servers.Any(server => server is null))
            return null;
        // As nutcracker's file calls it: what stands behind the component's name.
        return new RingPool(pool[(pool.LastIndexOf('/') + 1)..], [.. servers.OfType<RingServer>()])
        {
            Hash = hashes[0].Hash, Distribution = distributions[0].Distribution, HashTag = tag ?? "", IsRedis = true,
        };
    }
}
