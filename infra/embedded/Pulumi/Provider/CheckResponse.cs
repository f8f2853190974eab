namespace Pulumi.Experimental.Provider;

public sealed class CheckResponse
{
    public IDictionary<string, PropertyValue>? Inputs { get; set; }
    public IList<CheckFailure>? Failures { get; set; }
}
