using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output turns out to be. <see cref="Value"/> means nothing while it isn't known.</summary>
internal readonly record struct OutputData<T>(
    ImmutableHashSet<Resource> Resources, T Value, bool IsKnown, bool IsSecret)
{
    public OutputData<object?> Untyped() => new(Resources, Value, IsKnown, IsSecret);
}
