using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>Puts secretness back on what the API server answered, so that no state file holds a Secret in
/// clear.</summary>
internal static class SecretMarks
{
    private static readonly ImmutableArray<string> _secretFields = ["data", "stringData"];

    /// <summary>kubectl apply copies the whole manifest, values included, into this annotation.</summary>
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary><paramref name="live"/> with everything marked that is secret in <paramref name="inputs"/>, and with a
    /// Secret's values marked always.</summary>
    public static Bag Mark(Bag live, Bag inputs)
    {
        var marked = MarkLike(live, inputs);
        if (live.Text("kind") != "Secret")
            return marked;
        foreach (var field in _secretFields.Where(marked.ContainsKey))
            marked = marked.SetItem(field, marked[field].WithSecret(true));
        return MarkLastApplied(marked);
    }

    public static bool HasSecret(PropertyValue value) =>
        value.IsSecret
        || (value.TryGetMap(out var fields) && fields.Values.Any(HasSecret))
        || (value.TryGetArray(out var items) && items.Any(HasSecret));

    private static Bag MarkLike(Bag values, Bag model)
    {
        foreach (var (key, like) in model)
        {
            if (!values.TryGetValue(key, out var value) || !HasSecret(like))
                continue;

            // A list with a secret anywhere is secret as a whole: servers reorder lists.
            var inner = !like.IsSecret && like.TryGetMap(out var modelFields) && value.TryGetMap(out var fields)
                ? new PropertyValue(MarkLike(fields, modelFields))
                : value.WithSecret(true);
            values = values.SetItem(key, inner);
        }

        return values;
    }

    private static Bag MarkLastApplied(Bag live)
    {
        if (!live.TryGetValue("metadata", out var metadata) || !metadata.TryGetMap(out var fields)
            || !fields.TryGetValue("annotations", out var annotations) || !annotations.TryGetMap(out var notes)
            || !notes.TryGetValue(LastApplied, out var applied))
        {
            return live;
        }

        notes = notes.SetItem(LastApplied, applied.WithSecret(true));
        fields = fields.SetItem("annotations", new PropertyValue(notes));
        return live.SetItem("metadata", new PropertyValue(fields));
    }
}
