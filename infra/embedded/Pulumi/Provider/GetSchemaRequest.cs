namespace Pulumi.Experimental.Provider;

public sealed class GetSchemaRequest(int version, string? subpackageName, string? subpackageVersion)
{
    public int Version { get; } = version;
    public string? SubpackageName { get; } = subpackageName;
    public string? SubpackageVersion { get; } = subpackageVersion;
}
