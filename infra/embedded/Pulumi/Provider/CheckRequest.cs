using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class CheckRequest(
    Urn urn,
    ImmutableDictionary<string, PropertyValue> oldInputs,
    ImmutableDictionary<string, PropertyValue> newInputs,
    ImmutableArray<byte> randomSeed)
{
    public Urn Urn { get; } = urn;
    public string Type => Pulumi.Urn.Type(Urn);
    public string Name => Pulumi.Urn.Name(Urn);
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; } = oldInputs;
    public ImmutableDictionary<string, PropertyValue> NewInputs { get; } = newInputs;
    public ImmutableArray<byte> RandomSeed { get; } = randomSeed;
}
