using System.Collections.Immutable;
using System.Text;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// What the inputs would be if the cluster's present state had been declared. A field that the server shows as it did
/// after the last update keeps the program's wording ("1024Mi" is shown as "1Gi"): only what someone else changed
/// differs.
/// </summary>
internal static class Drift
{
    private static readonly ImmutableHashSet<string> _serverMetadata =
    [
        "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers", "generation",
        "managedFields", "ownerReferences", "resourceVersion", "selfLink", "uid",
    ];

    private static readonly ImmutableHashSet<string> _serverAnnotations =
        ["deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration"];

    public static Bag Inputs(Bag inputs, Bag before, Bag live)
    {
        var result = Maps(inputs.Remove("apiVersion").Remove("kind").Remove("stringData"), before, live);
        foreach (var identity in (string[])["apiVersion", "kind"])
            result = inputs.TryGetValue(identity, out var value) ? result.SetItem(identity, value) : result;
        return inputs.TryGetValue("stringData", out var texts) && texts.TryGetMap(out var stringData)
            ? result.SetItem("stringData", StringData(texts, stringData, ObjectName.Map(live, "data")))
            : result;
    }

    /// <summary>The inputs of an object that nothing was known about: all of it that isn't the server's own.</summary>
    public static Bag Imported(Bag live)
    {
        var metadata = ObjectName.Metadata(live).RemoveRange(_serverMetadata);
        var annotations = ObjectName.Map(metadata, "annotations").RemoveRange(_serverAnnotations);
        metadata = annotations.IsEmpty ? metadata.Remove("annotations")
            : metadata.SetItem("annotations", new(annotations));
        return live.Remove("status").SetItem("metadata", new(metadata));
    }

    private static Bag Maps(Bag inputs, Bag before, Bag live)
    {
        var result = Bag.Empty;
        foreach (var (key, input) in inputs)
        {
            if (Value(input, before.GetValueOrDefault(key), live.GetValueOrDefault(key)) is { } value)
                result = result.Add(key, value);
        }

        return result;
    }

    private static PropertyValue? Value(PropertyValue input, PropertyValue? before, PropertyValue? live)
    {
        if (Properties.SameData(before, live) || Properties.SameData(input, live))
            return input;
        if (live is null)
            return null;
        if (input.TryGetMap(out var inputFields) && live.TryGetMap(out var liveFields))
        {
            Bag? beforeFields = null;
            before?.TryGetMap(out beforeFields);
            return new PropertyValue(Maps(inputFields, beforeFields ?? Bag.Empty, liveFields))
                .WithSecret(input.IsSecret);
        }

        if (input.TryGetArray(out var inputItems) && live.TryGetArray(out var liveItems)
            && inputItems.Length == liveItems.Length)
        {
            var beforeItems = ImmutableArray<PropertyValue>.Empty;
            if (before?.TryGetArray(out var items) == true)
                beforeItems = items;
            return new PropertyValue(inputItems
                .Select((item, i) => Value(item, i < beforeItems.Length ? beforeItems[i] : null, liveItems[i])
                    ?? PropertyValue.Null)
                .ToImmutableArray()).WithSecret(input.IsSecret);
        }

        return live.WithSecret(input.IsSecret || SecretMarks.HasSecret(input));
    }

    /// <summary>The server never shows stringData: it is compared with the data made of it.</summary>
    private static PropertyValue StringData(PropertyValue texts, Bag stringData, Bag data)
    {
        var result = Bag.Empty;
        foreach (var (key, text) in stringData)
        {
            if (data.Text(key) is not { } encoded)
                continue;
            var now = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            result = result.Add(key, text.TryGetString(out var was) && was == now ? text : new(now));
        }

        return new PropertyValue(result).WithSecret(texts.IsSecret);
    }
}
