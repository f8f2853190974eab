using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

public sealed class ConfigureRequest(
    ImmutableDictionary<string, string> variables,
    ImmutableDictionary<string, PropertyValue> args,
    bool acceptSecrets,
    bool acceptResources,
    bool sendsOldInputs,
    bool sendsOldInputsToDelete)
{
    [Obsolete("Variables is deprecated; use Args.")]
    public ImmutableDictionary<string, string> Variables { get; } = variables;
    public ImmutableDictionary<string, PropertyValue> Args { get; } = args;
    public bool AcceptSecrets { get; } = acceptSecrets;
    public bool AcceptResources { get; } = acceptResources;
    public bool SendsOldInputs { get; } = sendsOldInputs;
    public bool SendsOldInputsToDelete { get; } = sendsOldInputsToDelete;
}
