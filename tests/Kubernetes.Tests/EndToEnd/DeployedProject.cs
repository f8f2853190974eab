namespace Kubernetes.Tests.EndToEnd;

/// <summary>One deployment, made from nothing by <c>up</c>, for the tests that leave it whole.</summary>
public sealed class DeployedProject(LabCluster lab) : IAsyncLifetime
{
    internal CliProject Project { get; private set; } = null!;

    internal LiveCluster Cluster { get; private set; } = null!;

    /// <summary>What the first <c>up</c> said.</summary>
    internal CliResult FirstUp { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null)
        {
            return;
        }

        Project = await CliProject.CreateAsync(lab);
        Cluster = new LiveCluster(Project);
        FirstUp = await Project.RunAsync("up", "--yes");
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null)
        {
            await Project.DisposeAsync();
        }
    }
}
