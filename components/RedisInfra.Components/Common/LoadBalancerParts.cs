using Pulumi;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Common;

/// <summary>The annotations that keep a load balancer inside, as each controller's documentation has them.</summary>
internal static class LoadBalancerParts
{
    private const string Aws = "service.beta.kubernetes.io/aws-load-balancer-";

    /// <summary>Null when nobody asked for any. Ours last: what says "internal" must not be undone.</summary>
    public static InputMap<string>? Annotations(RedisServiceArgs args)
    {
        var ours = Internal(args.InternalLoadBalancer);
        if (ours.Count == 0) return args.DeclaredAnnotations;
        return args.DeclaredAnnotations is { } theirs
            ? InputMap<string>.Merge(theirs, Inputs.Map(ours))
            : Inputs.Map(ours);
    }

    /// <summary>Key to text; empty for none.</summary>
    public static IReadOnlyDictionary<string, string> Internal(RedisInternalLoadBalancer who) => who switch
    {
        RedisInternalLoadBalancer.None => new Dictionary<string, string>(),
        // "external" is external to Kubernetes' own provider, which then leaves the Service alone.
        RedisInternalLoadBalancer.AwsController => new Dictionary<string, string>
        {
            [Aws + "type"] = "external",
            [Aws + "nlb-target-type"] = "instance",
            [Aws + "scheme"] = "internal",
        },
        RedisInternalLoadBalancer.AwsCloudProvider => new Dictionary<string, string>
        {
            [Aws + "type"] = "nlb",
            [Aws + "internal"] = "true",
        },
        RedisInternalLoadBalancer.Azure => new Dictionary<string, string>
        {
            ["service.beta.kubernetes.io/azure-load-balancer-internal"] = "true",
        },
        RedisInternalLoadBalancer.Gcp => new Dictionary<string, string>
        {
            ["networking.gke.io/load-balancer-type"] = "Internal",
        },
        RedisInternalLoadBalancer.Alibaba => new Dictionary<string, string>
        {
            ["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type"] = "intranet",
        },
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, "bug in RedisInfra"),
    };
}
