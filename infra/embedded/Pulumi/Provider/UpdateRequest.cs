using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class UpdateRequest(
    Urn urn,
    string id,
    ImmutableDictionary<string, PropertyValue> oldOutputs,
    ImmutableDictionary<string, PropertyValue> newInputs,
    TimeSpan timeout,
    ImmutableArray<string> ignoreChanges,
    bool preview,
    ImmutableDictionary<string, PropertyValue> oldInputs)
{
    public Urn Urn { get; } = urn;
    public string Type => Pulumi.Urn.Type(Urn);
    public string Name => Pulumi.Urn.Name(Urn);
    public string Id { get; } = id;
    public ImmutableDictionary<string, PropertyValue> OldOutputs { get; } = oldOutputs;
    public ImmutableDictionary<string, PropertyValue> NewInputs { get; } = newInputs;
    public TimeSpan Timeout { get; } = timeout;
    public ImmutableArray<string> IgnoreChanges { get; } = ignoreChanges;
    public bool Preview { get; } = preview;
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; } = oldInputs;
}
