using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class InvokeRequest(string tok, ImmutableDictionary<string, PropertyValue> args)
{
    public string Tok { get; } = tok;
    public ImmutableDictionary<string, PropertyValue> Args { get; } = args;
}
