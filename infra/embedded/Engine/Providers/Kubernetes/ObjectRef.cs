using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>One object in a cluster. <see cref="Namespace"/> is null for a kind that isn't in namespaces.</summary>
internal sealed record ObjectRef(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The resource's id, as the official provider writes it: "namespace/name", or "name".</summary>
    public string Id => Namespace is null ? Name : $"{Namespace}/{Name}";

    public static ObjectRef Of(ImmutableDictionary<string, PropertyValue> bag)
    {
        var metadata = ObjectName.Metadata(bag);
        return new(
            bag.Text("apiVersion") ?? "v1", bag.Text("kind") ?? "", metadata.Text("namespace"),
            metadata.Text("name") ?? "");
    }

    /// <summary>The same kind under another id.</summary>
    public ObjectRef WithId(string id)
    {
        var slash = id.IndexOf('/');
        return slash < 0 ? this with { Namespace = null, Name = id }
            : this with { Namespace = id[..slash], Name = id[(slash + 1)..] };
    }

    public override string ToString() => $"{Kind} \"{Id}\"";
}
