namespace Pulumi.Experimental.Provider;

public sealed class UpdateResponse
{
    public IDictionary<string, PropertyValue>? Outputs { get; set; }
}
