namespace Pulumi.Experimental.Provider;

public sealed class CallResponse(
    IDictionary<string, PropertyValue>? @return,
    IList<CheckFailure>? failures,
    IDictionary<string, ISet<Urn>> returnDependencies)
{
    public IDictionary<string, PropertyValue>? Return { get; init; } = @return;
    public IList<CheckFailure>? Failures { get; init; } = failures;
    public IDictionary<string, ISet<Urn>> ReturnDependencies { get; init; } = returnDependencies;
}
