using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel.Declared;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Sentinel;

/// <summary>The inputs of a SentinelDrain and of a SentinelTopology, which have the same.</summary>
/// <param name="Set">What is declared.</param>
/// <param name="Servers">How to sign in to servers.</param>
/// <param name="Sentinels">How to sign in to Sentinels.</param>
/// <param name="WatchUser">The user with which Sentinels sign in to servers.</param>
/// <param name="WatchPassword">The password with which they do.</param>
/// <param name="Kubernetes">Where the pods are; null where all are reached at their addresses.</param>
internal sealed record SentinelInputs(
    DeclaredSet Set, ClusterAccess Servers, ClusterAccess Sentinels, string? WatchUser, string? WatchPassword,
    KubernetesSettings? Kubernetes)
{
    private const int MostMembers = 64;
    private const int MostMilliseconds = 3_600_000;

    public static readonly string[] Names =
    [
        "masterName", "members", "sentinels", "quorum", "downAfterMs", "failoverTimeoutMs", "parallelSyncs",
        "minReplicas", "minReplicasMaxLagSeconds", "password", "username", "watchPassword", "watchUsername",
        "sentinelPassword", "sentinelUsername", "tls", "kubernetes", "workloads",
    ];

    /// <summary>Nothing else may have it.</summary>
    public string Id => Kubernetes is null ? Set.MasterName : $"{Kubernetes.Namespace}/{Set.MasterName}";

    /// <summary>Null, and failures, when something is wrong; null alone when something isn't known yet.</summary>
    public static SentinelInputs? Read(
        ImmutableDictionary<string, PropertyValue> bag, List<CheckFailure> failures)
    {
        var reader = new InputReader(bag, "", failures);
        reader.Only(Names);
        string? name = reader.Text("masterName", required: true);
        var (members, sentinels) =
            (Members(reader, "members", failures), Members(reader, "sentinels", failures));
        int? quorum = reader.Number("quorum", 0, MostMembers, required: true);
        reader.Texts("workloads");
        var set = new DeclaredSet(name ?? "", members ?? [], sentinels ?? [], quorum ?? 0)
        {
            DownAfterMs = reader.Number("downAfterMs", 100, MostMilliseconds),
            FailoverTimeoutMs = reader.Number("failoverTimeoutMs", 1000, MostMilliseconds),
            ParallelSyncs = reader.Number("parallelSyncs", 1, MostMembers),
            MinReplicas = reader.Number("minReplicas", 0, MostMembers),
            MinReplicasMaxLagSeconds = reader.Number("minReplicasMaxLagSeconds", 1, MostMilliseconds / 1000),
        };
        var tls = TopologyInputs.ReadTls(reader.Map("tls"));
        var (password, user) = (reader.Text("password"), reader.Text("username"));
        var (watchPassword, watchUser) = (reader.Text("watchPassword"), reader.Text("watchUsername"));
        var own = new ClusterAccess
        {
            User = reader.Text("sentinelUsername"), Password = reader.Text("sentinelPassword"), Tls = tls,
        };
        var kubernetes = TopologyInputs.ReadKubernetes(reader);
        bool unknown = bag.Any(entry => entry.Key != "workloads" && PropertyValues.HasUnknown(entry.Value));
        if (name is not null && members is not null && sentinels is not null && quorum is not null)
            failures.AddRange(DeclaredRules.Check(set).Select(Failure));
        if (unknown || failures.Count > 0) return null;
        return new SentinelInputs(set with { SignsIn = (watchPassword ?? password) is not null },
            new ClusterAccess { User = user, Password = password, Tls = tls }, own,
            watchUser ?? user, watchPassword ?? password, kubernetes);
    }

    /// <summary>Inputs that were checked before.</summary>
    /// <exception cref="InvalidOperationException">They aren't complete.</exception>
    public static SentinelInputs Require(ImmutableDictionary<string, PropertyValue> bag) =>
        InputReader.Require(bag, Read);

    /// <summary>What a user calls who is at an address.</summary>
    /// <param name="endpoint">The address.</param>
    /// <param name="others">Who isn't declared any more.</param>
    public string NameOf(string endpoint, IEnumerable<SetMember>? others = null) =>
        Set.Members.Concat(Set.Sentinels).Concat(others ?? [])
            .FirstOrDefault(one => one.Endpoint == endpoint)?.Name ?? endpoint;

    /// <summary>Null when some are wrong or not known yet.</summary>
    private static ImmutableArray<SetMember>? Members(
        InputReader reader, string property, List<CheckFailure> failures)
    {
        int before = failures.Count;
        if (reader.Maps(property, required: true) is not { } items || reader.IsUnknown(property)) return null;
        if (items.Count > MostMembers)
            reader.Fail(property, "RI3103", $"must have at most {MostMembers}");
        var found = ImmutableArray.CreateBuilder<SetMember>();
        foreach (var item in items)
        {
            item.Only("name", "host", "port");
            string? name = item.Text("name", required: true);
            string? host = item.Text("host", required: true);
            int? port = item.Number("port", 1, 65535, required: true);
            if (name is not null && host is not null && port is not null)
                found.Add(new SetMember(name, new NodeAddress(host, port.Value).ToString()));
        }
        return failures.Count == before && found.Count == items.Count ? found.ToImmutable() : null;
    }

    private static CheckFailure Failure(Diagnostic found) => new(found.Code switch
    {
        "RI3528" => "sentinels",
        "RI3529" => "quorum",
        "RI3531" => "minReplicas",
        "RI3548" => "masterName",
        _ => "members",
    }, found.ToString());
}
