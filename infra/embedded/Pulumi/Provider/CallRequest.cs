using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class CallRequest(ResourceReference? self, string tok, ImmutableDictionary<string, PropertyValue> args)
{
    public ResourceReference? Self { get; } = self;
    public string Tok { get; init; } = tok;
    public ImmutableDictionary<string, PropertyValue> Args { get; init; } = args;
}
