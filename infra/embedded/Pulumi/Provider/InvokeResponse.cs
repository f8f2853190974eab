namespace Pulumi.Experimental.Provider;

public sealed class InvokeResponse
{
    public IDictionary<string, PropertyValue>? Return { get; set; }
    public IList<CheckFailure>? Failures { get; set; }
}
