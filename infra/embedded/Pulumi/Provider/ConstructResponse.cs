namespace Pulumi.Experimental.Provider;

public sealed class ConstructResponse(
    Urn urn, IDictionary<string, PropertyValue> outputs, IDictionary<string, ISet<Urn>> outputDependencies)
{
    public Urn Urn { get; init; } = urn;
    public IDictionary<string, PropertyValue> Outputs { get; init; } = outputs;
    public IDictionary<string, ISet<Urn>> OutputDependencies { get; init; } = outputDependencies;
}
