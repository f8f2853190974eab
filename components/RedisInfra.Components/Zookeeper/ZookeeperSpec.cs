using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Zookeeper;

/// <summary>The validated, immutable shape, and the names of the objects.</summary>
/// <param name="Name">The component's.</param>
/// <param name="Servers">How many there are.</param>
/// <param name="Volumes">Each server's volumes: of its data, of its log.</param>
/// <param name="Spread">How strictly they are spread.</param>
/// <param name="Metrics">Whether they show figures.</param>
/// <param name="ServerServices">The type of each server's Service; null for none.</param>
/// <param name="ServerNodePorts">Their node ports; empty for free ones.</param>
internal sealed record ZookeeperSpec(
    string Name, int Servers, ImmutableArray<ZookeeperVolume> Volumes, RedisSpread Spread, bool Metrics,
    RedisServiceType? ServerServices, ImmutableArray<int> ServerNodePorts)
{
    public string ServiceName => Name;

    /// <summary>The headless Service.</summary>
    public string ServersName => $"{Name}-servers";

    public string AuthSecretName => $"{Name}-auth";

    /// <summary>The ConfigMap that says how many servers are declared.</summary>
    public string EnsembleName => $"{Name}-ensemble";

    /// <summary>The ConfigMap that says, by being there, that the ensemble has begun.</summary>
    public string FoundedName => $"{Name}-founded";

    /// <summary>The pod of a server, by its ordinal.</summary>
    public string Pod(int ordinal) => FormattableString.Invariant($"{Name}-{ordinal}");

    public static ZookeeperSpec From(string name, ZookeeperEnsembleArgs args) => new(
        name, args.Servers,
        [
            new ZookeeperVolume("data", $"{name}-data", "", args.Storage),
            new ZookeeperVolume("log", $"{name}-log", "-log", args.LogStorage ?? args.Storage),
        ],
        args.Spread, args.Metrics || args.Monitoring is not null, args.ServerServices, [.. args.ServerNodePorts]);
}

/// <summary>One of the two volumes that each server has.</summary>
/// <param name="Role">What it is for; it is mounted at /ROLE.</param>
/// <param name="SharedClaim">The claim on NFS that all servers share.</param>
/// <param name="Suffix">Behind the pod's name in that of the server's folder there.</param>
/// <param name="Storage">Where it is.</param>
internal sealed record ZookeeperVolume(string Role, string SharedClaim, string Suffix, RedisStorage Storage)
{
    /// <summary>Whether each server has a claim of its own.</summary>
    public bool IsOneEach => Storage is RedisStorage.Claims or RedisStorage.Nfs { Exports: NfsExports.PerMember };

    /// <summary>A server's folder on NFS, or its export.</summary>
    public string FolderOf(string pod) => pod + Suffix;
}
