using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class DiffRequest(
    Urn urn,
    string id,
    ImmutableDictionary<string, PropertyValue> oldOutputs,
    ImmutableDictionary<string, PropertyValue> newInputs,
    ImmutableArray<string> ignoreChanges,
    ImmutableDictionary<string, PropertyValue> oldInputs)
{
    public Urn Urn { get; } = urn;
    public string Type => Pulumi.Urn.Type(Urn);
    public string Name => Pulumi.Urn.Name(Urn);
    public string Id { get; } = id;
    public ImmutableDictionary<string, PropertyValue> OldOutputs { get; } = oldOutputs;
    public ImmutableDictionary<string, PropertyValue> NewInputs { get; } = newInputs;
    public ImmutableArray<string> IgnoreChanges { get; } = ignoreChanges;
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; } = oldInputs;
}
