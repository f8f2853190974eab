using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

internal sealed record FieldChange(ImmutableArray<object> Path, PropertyDiffKind Kind)
{
    public string Text => PropertyPath.Format(Path);
}

/// <summary>Which fields differ between what was declared before and what is declared now.</summary>
internal static class ObjectDiff
{
    // Set by the server; a program that repeats them (after an import) doesn't mean a change.
    private static readonly ImmutableHashSet<string> _readOnlyMetadata =
    [
        "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields",
        "resourceVersion", "selfLink", "uid",
    ];

    public static ImmutableArray<FieldChange> Changes(Bag old, Bag now)
    {
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        CompareMaps([], Declared(old), Declared(now), changes);
        return changes.ToImmutable();
    }

    private static Bag Declared(Bag inputs)
    {
        // Status isn't declared: the server drops it from what is applied.
        inputs = inputs.Remove("status")
            .RemoveRange(inputs.Keys.Where(k => k.StartsWith("__", StringComparison.Ordinal)));
        return inputs.TryGetValue("metadata", out var metadata) && metadata.TryGetMap(out var fields)
            ? inputs.SetItem("metadata", new PropertyValue(fields.RemoveRange(_readOnlyMetadata)))
            : inputs;
    }

    private static void CompareMaps(
        ImmutableArray<object> path, Bag old, Bag now, ImmutableArray<FieldChange>.Builder changes)
    {
        foreach (var key in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
            Compare(path.Add(key), old.GetValueOrDefault(key), now.GetValueOrDefault(key), changes);
    }

    private static void Compare(
        ImmutableArray<object> path, PropertyValue? old, PropertyValue? now,
        ImmutableArray<FieldChange>.Builder changes)
    {
        old = old is null || old.IsNull ? null : old;
        now = now is null || now.IsNull ? null : now;
        if (old is null && now is null)
            return;

        // A missing map is an empty one, so that the leaves are what is reported and what replace rules look at.
        var oldFields = old is null ? Bag.Empty : null;
        var nowFields = now is null ? Bag.Empty : null;
        if ((oldFields is not null || old!.TryGetMap(out oldFields))
            && (nowFields is not null || now!.TryGetMap(out nowFields)))
        {
            CompareMaps(path, oldFields!, nowFields!, changes);
            return;
        }

        if (old is not null && now is not null && old.TryGetArray(out var oldItems)
            && now.TryGetArray(out var nowItems))
        {
            for (var i = 0; i < Math.Max(oldItems.Length, nowItems.Length); i++)
            {
                Compare(
                    path.Add(i), i < oldItems.Length ? oldItems[i] : null, i < nowItems.Length ? nowItems[i] : null,
                    changes);
            }

            return;
        }

        if (!Properties.SameData(old, now))
        {
            changes.Add(new(path, old is null ? PropertyDiffKind.Add
                : now is null ? PropertyDiffKind.Delete : PropertyDiffKind.Update));
        }
    }
}
