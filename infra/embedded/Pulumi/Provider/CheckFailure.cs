namespace Pulumi.Experimental.Provider;

public sealed class CheckFailure(string property, string reason)
{
    public string Property { get; set; } = property;
    public string Reason { get; set; } = reason;
}
