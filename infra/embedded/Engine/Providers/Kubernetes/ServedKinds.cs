namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>Finds the version and scope in which a cluster serves an object.</summary>
internal sealed class ServedKinds(ICluster cluster)
{
    /// <summary>Null when the cluster doesn't serve the kind at all.</summary>
    public async Task<ObjectRef?> FindAsync(ObjectRef target, CancellationToken cancellationToken)
    {
        var versions = KindScope.EarlierVersions(target.ApiVersion, target.Kind).Insert(0, target.ApiVersion);
        return await cluster.FindKindAsync(target.Kind, versions, cancellationToken) is { } found
            ? target with
            {
                ApiVersion = found.ApiVersion,
                Namespace = found.IsNamespaced ? target.Namespace ?? "default" : null,
            }
            : null;
    }
}
