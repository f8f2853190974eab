namespace RedisInfra.Kubernetes;

/// <summary>Which objects of a kind are meant.</summary>
/// <param name="Labels">A label selector: <c>app=redis,tier!=cache</c>.</param>
/// <param name="Fields">A field selector: <c>metadata.name=orders-0</c>.</param>
public sealed record KubeSelector(string? Labels = null, string? Fields = null)
{
    /// <summary>The one object of that name.</summary>
    public static KubeSelector ByName(string name) => new(Fields: $"metadata.name={name}");

    internal IEnumerable<(string Name, string? Value)> Query =>
        [("labelSelector", Labels), ("fieldSelector", Fields)];
}
