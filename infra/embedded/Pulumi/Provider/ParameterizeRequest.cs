namespace Pulumi.Experimental.Provider;

public sealed class ParameterizeRequest(Parameters parameters)
{
    public Parameters Parameters { get; } = parameters;
}
