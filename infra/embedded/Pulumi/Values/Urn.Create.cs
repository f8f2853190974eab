namespace Pulumi;

public readonly partial struct Urn
{
    public static Output<string> Create(
        Input<string> name, Input<string> type, Resource? parent = null, Input<string>? parentUrn = null,
        Input<string>? project = null, Input<string>? stack = null)
    {
        if (parent is not null && parentUrn is not null)
            throw new ArgumentException("Give only one of parent and parentUrn.");

        var run = Deployment.Instance;
        Input<string>? above = parent is null ? parentUrn : parent.Urn;
        var prefix = above is not null
            ? above.Apply(urn => $"{urn[..urn.LastIndexOf("::", StringComparison.Ordinal)]}$")
            : Output.Format($"urn:pulumi:{stack ?? run.StackName}::{project ?? run.ProjectName}::");
        return Output.Format($"{prefix}{type}::{name}");
    }
}
