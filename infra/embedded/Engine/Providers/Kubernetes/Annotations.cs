using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>The annotations by which a program tells the provider how to treat one object
/// (https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/).</summary>
internal static class Annotations
{
    public static bool SkipsAwait(Bag inputs) => ObjectName.Annotation(inputs, "pulumi.com/skipAwait") == "true";

    public static bool ForcesPatch(Bag inputs) => ObjectName.Annotation(inputs, "pulumi.com/patchForce") == "true";

    /// <summary>customTimeouts, else the annotation; null: the kind's own.</summary>
    public static TimeSpan? Timeout(Bag inputs, TimeSpan given) =>
        given > TimeSpan.Zero ? given
        : int.TryParse(ObjectName.Annotation(inputs, "pulumi.com/timeoutSeconds"), out var seconds)
            ? TimeSpan.FromSeconds(seconds)
        : null;

    public static string Propagation(Bag inputs) =>
        ObjectName.Annotation(inputs, "pulumi.com/deletionPropagationPolicy")?.ToLowerInvariant() switch
        {
            "background" => "Background",
            "orphan" => "Orphan",
            _ => "Foreground",
        };
}
