using System.Collections.Immutable;
using Pulumi.Experimental;

namespace Pulumi.Serialization;

/// <summary>
/// Takes a value out of its wrapping: plain objects, and for the whole of it whether all is known and any is secret.
/// An output has these marks only as a whole.
/// </summary>
internal sealed class PlainReader
{
    public bool IsKnown { get; private set; } = true;
    public bool IsSecret { get; private set; }

    public object? Read(PropertyValue value)
    {
        IsSecret |= value.IsSecret;
        return value.Match<object?>(
            () => null,
            flag => flag,
            number => number,
            text => text,
            items => items.Select(Read).ToImmutableArray(),
            // Names that start with "__" are the engine's own.
            map => map.Where(pair => !pair.Key.StartsWith("__", StringComparison.Ordinal))
                .ToImmutableDictionary(pair => pair.Key, pair => Read(pair.Value)),
            asset => asset,
            archive => archive,
            reference => new ReferencedResource(reference),
            Unknown);
    }

    private object? Unknown()
    {
        IsKnown = false;
        return null;
    }
}
