namespace Pulumi.Experimental.Provider;

public sealed class CreateResponse
{
    public string? Id { get; set; }
    public IDictionary<string, PropertyValue>? Outputs { get; set; }
}
