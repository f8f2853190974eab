using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class ParametersValue(string name, string version, ImmutableArray<byte> value) : Parameters
{
    public string Name { get; } = name;
    public string Version { get; } = version;
    public ImmutableArray<byte> Value { get; } = value;
}
