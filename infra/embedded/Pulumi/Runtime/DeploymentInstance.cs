namespace Pulumi;

/// <summary>What a program may know about the run it is part of.</summary>
public sealed class DeploymentInstance
{
    internal DeploymentInstance(Deployment deployment) => Internal = deployment;

    public string OrganizationName => Internal.Context.Organization;
    public string ProjectName => Internal.Context.Project;
    public string StackName => Internal.Context.Stack;
    public string RootDirectory => Internal.Context.RootDirectory;

    /// <summary>True in a preview.</summary>
    public bool IsDryRun => Internal.Context.IsDryRun;

    internal Deployment Internal { get; }
}
