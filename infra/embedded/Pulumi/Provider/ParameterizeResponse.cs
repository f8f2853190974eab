namespace Pulumi.Experimental.Provider;

public sealed class ParameterizeResponse(string name, string version)
{
    public string Name { get; } = name;
    public string Version { get; } = version;
}
