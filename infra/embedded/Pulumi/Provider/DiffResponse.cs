namespace Pulumi.Experimental.Provider;

public sealed class DiffResponse
{
    public bool? Changes { get; set; }
    public IList<string>? Replaces { get; set; }
    public IList<string>? Stables { get; set; }
    public bool DeleteBeforeReplace { get; set; }
    public IList<string>? Diffs { get; set; }
    public IDictionary<string, PropertyDiff>? DetailedDiff { get; set; }
}
