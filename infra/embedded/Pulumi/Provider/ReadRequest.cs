using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class ReadRequest(
    Urn urn,
    string id,
    ImmutableDictionary<string, PropertyValue> outputs,
    ImmutableDictionary<string, PropertyValue> inputs)
{
    public Urn Urn { get; } = urn;
    public string Type => Pulumi.Urn.Type(Urn);
    public string Name => Pulumi.Urn.Name(Urn);
    public string Id { get; } = id;
    public ImmutableDictionary<string, PropertyValue> Outputs { get; } = outputs;
    public ImmutableDictionary<string, PropertyValue> Inputs { get; } = inputs;
}
