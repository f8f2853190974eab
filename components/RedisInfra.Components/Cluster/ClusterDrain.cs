using System.Collections.Immutable;
using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// What comes before the pods of a Redis Cluster: members that aren't declared any more give up their slots and roles,
/// are forgotten and emptied, and only then may their pods go. Take the size of every workload from
/// <see cref="SafeMembers"/>, and the order can't be broken. The provider <c>pulumi-resource-redisinfra</c> acts for
/// it.
/// </summary>
public sealed class ClusterDrain : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:ClusterDrain";

    /// <summary>Declares the drain <paramref name="name"/>.</summary>
    public ClusterDrain(string name, ClusterDrainArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, CustomResourceOptions.Merge(
            new CustomResourceOptions { AdditionalSecretOutputs = { "password" } },
            options ?? new CustomResourceOptions()))
    {
    }

    /// <summary>The names of the members that may be left: all others have given up everything.</summary>
    [Output("safeMembers")]
    public Output<ImmutableArray<string>> SafeMembers { get; private set; } = null!;

    /// <summary>The declared members with the shards that they have or get.</summary>
    [Output("members")]
    public Output<ImmutableArray<ClusterDrainMember>> Members { get; private set; } = null!;

    /// <summary>Members that left without being reached, so that their disks may hold what they held.</summary>
    [Output("unreached")]
    public Output<ImmutableArray<string>> Unreached { get; private set; } = null!;
}
