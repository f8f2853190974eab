using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class CreateRequest(
    Urn urn,
    ImmutableDictionary<string, PropertyValue> inputs,
    TimeSpan timeout,
    bool preview)
{
    public Urn Urn { get; } = urn;
    public string Type => Pulumi.Urn.Type(Urn);
    public string Name => Pulumi.Urn.Name(Urn);
    public ImmutableDictionary<string, PropertyValue> Inputs { get; } = inputs;
    public TimeSpan Timeout { get; } = timeout;
    public bool Preview { get; } = preview;
}
