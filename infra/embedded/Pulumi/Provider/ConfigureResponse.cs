namespace Pulumi.Experimental.Provider;

public sealed class ConfigureResponse
{
    public bool AcceptSecrets { get; set; }
    public bool SupportsPreview { get; set; }
    public bool AcceptResources { get; set; }
    public bool AcceptOutputs { get; set; }
}
