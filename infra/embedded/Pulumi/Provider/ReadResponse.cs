namespace Pulumi.Experimental.Provider;

public sealed class ReadResponse
{
    public string? Id { get; set; }
    public IDictionary<string, PropertyValue>? Outputs { get; set; }
    public IDictionary<string, PropertyValue>? Inputs { get; set; }
}
