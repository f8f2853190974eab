using Pulumi;

namespace RedisInfra.Components.Storage;

/// <summary>
/// Claims that grow in place: stands before the workload that uses them. Where a larger size is declared it asks for it
/// at the claims that there are, waits until the volumes have it, and lets go of the StatefulSet, whose template can't
/// change: the next one takes over the pods, which run on. The provider <c>pulumi-resource-redisinfra</c> acts for it.
/// </summary>
public sealed class VolumeExpansion : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:VolumeExpansion";

    /// <summary>Declares the claims <paramref name="name"/>.</summary>
    public VolumeExpansion(string name, VolumeExpansionArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }
}
