namespace RedisInfra.Kubernetes;

/// <summary>A kind as the cluster serves it.</summary>
/// <param name="ApiVersion">Group and version: <c>apps/v1</c>, or <c>v1</c> for the core group.</param>
/// <param name="Kind">The kind: <c>StatefulSet</c>.</param>
/// <param name="Plural">Its name in paths: <c>statefulsets</c>.</param>
/// <param name="IsNamespaced">Whether its objects live in namespaces.</param>
public sealed record KubeResource(string ApiVersion, string Kind, string Plural, bool IsNamespaced)
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group => ApiVersion.Contains('/') ? ApiVersion[..ApiVersion.IndexOf('/')] : "";

    /// <summary>The path of the collection, or of one object, without a leading slash.</summary>
    internal string Path(string? @namespace, string? name = null, string? subresource = null)
    {
        var root = Group.Length == 0 ? $"api/{ApiVersion}" : $"apis/{ApiVersion}";
        var place = IsNamespaced && @namespace is not null ? $"/namespaces/{Uri.EscapeDataString(@namespace)}" : "";
        return root + place + "/" + Plural
            + (name is null ? "" : "/" + Uri.EscapeDataString(name)) + (subresource is null ? "" : "/" + subresource);
    }
}
