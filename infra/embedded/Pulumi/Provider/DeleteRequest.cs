using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class DeleteRequest(
    Urn urn,
    string id,
    ImmutableDictionary<string, PropertyValue> oldOutputs,
    TimeSpan timeout,
    ImmutableDictionary<string, PropertyValue> oldInputs)
{
    public Urn Urn { get; } = urn;
    public string Type => Pulumi.Urn.Type(Urn);
    public string Name => Pulumi.Urn.Name(Urn);
    public string Id { get; } = id;
    public ImmutableDictionary<string, PropertyValue> OldOutputs { get; } = oldOutputs;
    public TimeSpan Timeout { get; } = timeout;
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; } = oldInputs;
}
