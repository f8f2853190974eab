using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>What has the claims of a workload grow, in the way that all components declare it.</summary>
internal static class GrowingVolumes
{
    /// <summary>Has the claims of a StatefulSet's pods grow.</summary>
    /// <param name="options">The StatefulSet's, with all that it comes after: it is let go right before it is replaced,
    /// and not while something else still has to be done.</param>
    /// <param name="scope">The component's.</param>
    /// <param name="role">The StatefulSet's role among the children.</param>
    /// <param name="workload">Its name.</param>
    /// <param name="access">Which cluster.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="drain">What decides which pods may go; null without.</param>
    /// <param name="templates">The storage by the name of its template; those without claims don't matter.</param>
    public static void GrowBefore(
        this CustomResourceOptions options, ComponentScope scope, string role, string workload,
        KubernetesAccessArgs access, IEnumerable<string> pods, Resource? drain,
        params IEnumerable<(string Name, RedisStorage Storage)> templates)
    {
        var claims = templates.Where(template => template.Storage is RedisStorage.Claims)
            .Select(template => Claim(template.Name, (RedisStorage.Claims)template.Storage)).ToList();
        if (claims.Count == 0) return;
        var args = new VolumeExpansionArgs
        {
            Workload = workload, Kubernetes = access.In(scope.Namespace), Pods = pods.ToArray(), Claims = claims,
        };
        var own = new CustomResourceOptions { Parent = options.Parent };
        own.DependsOn.AddRange(options.DependsOn);
        if (drain is not null) own.DependsOn.Add(drain);
        options.DependsOn.Add(new VolumeExpansion(scope.ChildName($"{role}-volumes"), args, own));
    }

    private static VolumeExpansionClaimArgs Claim(string name, RedisStorage.Claims claims)
    {
        var claim = new VolumeExpansionClaimArgs { Name = name, Size = Inputs.Text(claims.Size)! };
        if (claims.StorageClass is not null) claim.StorageClass = claims.StorageClass;
        return claim;
    }
}
