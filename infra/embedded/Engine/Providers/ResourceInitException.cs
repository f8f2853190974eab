using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers;

/// <summary>
/// The resource was created or updated, but didn't become live. The engine records it with <see cref="Id"/> and
/// <see cref="Outputs"/> and keeps <see cref="Reasons"/> as its initErrors, so that the next run takes it up again.
/// </summary>
internal sealed class ResourceInitException(
    string id, ImmutableDictionary<string, PropertyValue> outputs, ImmutableArray<string> reasons)
    : Exception(string.Join(Environment.NewLine, reasons))
{
    public string Id { get; } = id;

    public ImmutableDictionary<string, PropertyValue> Outputs { get; } = outputs;

    public ImmutableArray<string> Reasons { get; } = reasons;
}
