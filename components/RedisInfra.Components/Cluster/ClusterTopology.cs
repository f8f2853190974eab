using System.Collections.Immutable;
using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// A live Redis Cluster that is as declared: formed when it is new, adopted when it stands already, verified. The
/// provider
/// <c>pulumi-resource-redisinfra</c> acts for it. <see cref="RedisCluster"/> makes one; use it directly for members
/// that
/// something else runs.
/// </summary>
public sealed class ClusterTopology : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:ClusterTopology";

    /// <summary>Declares the topology <paramref name="name"/>.</summary>
    public ClusterTopology(string name, ClusterTopologyArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, CustomResourceOptions.Merge(
            new CustomResourceOptions { AdditionalSecretOutputs = { "password" } },
            options ?? new CustomResourceOptions()))
    {
    }

    /// <summary>The cluster's name.</summary>
    [Output("clusterName")]
    public Output<string> ClusterName { get; private set; } = null!;

    /// <summary>"ok" once every node says so.</summary>
    [Output("state")]
    public Output<string> State { get; private set; } = null!;

    /// <summary>The slots that have an owner: 16384.</summary>
    [Output("slotsAssigned")]
    public Output<int> SlotsAssigned { get; private set; } = null!;

    /// <summary>The number of masters with slots.</summary>
    [Output("masters")]
    public Output<int> Masters { get; private set; } = null!;

    /// <summary>The number of replicas whose link is up.</summary>
    [Output("replicas")]
    public Output<int> Replicas { get; private set; } = null!;

    /// <summary>Every node as it was seen last.</summary>
    [Output("nodes")]
    public Output<ImmutableArray<ClusterNode>> Nodes { get; private set; } = null!;

    /// <summary>True when the cluster stood already and was taken over as it was.</summary>
    [Output("adopted")]
    public Output<bool> Adopted { get; private set; } = null!;

    /// <summary>Every node as "host:port".</summary>
    [Output("endpoints")]
    public Output<ImmutableArray<string>> Endpoints { get; private set; } = null!;
}
