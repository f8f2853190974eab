using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class ParametersArgs(ImmutableArray<string> args) : Parameters
{
    public ImmutableArray<string> Args { get; } = args;
}
