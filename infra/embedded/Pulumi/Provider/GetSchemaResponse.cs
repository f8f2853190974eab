namespace Pulumi.Experimental.Provider;

public sealed class GetSchemaResponse
{
    public string? Schema { get; set; }
}
