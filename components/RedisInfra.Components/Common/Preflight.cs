using Pulumi;

namespace RedisInfra.Components.Common;

/// <summary>
/// Stands before all objects of a component, and makes nothing: a preview looks whether the Kubernetes cluster has what
/// they need, and refuses what it lacks before anything is touched. What an earlier <c>up</c> asked for already isn't
/// asked again, and of a component that stands without one it only warns. The provider
/// <c>pulumi-resource-redisinfra</c> acts for it. Every component declares one.
/// </summary>
public sealed class Preflight : CustomResource
{
    /// <summary>The token of the resource.</summary>
    public const string Token = "redisinfra:index:Preflight";

    /// <summary>Declares the preflight <paramref name="name"/>.</summary>
    public Preflight(string name, PreflightArgs args, CustomResourceOptions? options = null)
        : base(Token, name, args, options)
    {
    }
}
