namespace Pulumi.Experimental.Provider;

public sealed class PropertyDiff
{
    public PropertyDiffKind Kind { get; set; }
    public bool InputDiff { get; set; }
}
