namespace Kubernetes.Tests.EndToEnd;

/// <summary>A set that keeps its data, made by <c>up</c>.</summary>
public sealed class SentinelSet(LabCluster lab) : IAsyncLifetime
{
    internal const string Name = "faults";

    /// <summary>Who may write, read and nothing else; the same name at the Sentinels may ask for the master.</summary>
    internal const string User = "app";
    private const string Rules = "~* +@read +@write -@dangerous";

    internal CliProject Project { get; private set; } = null!;

    internal LiveSet Live { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        Project = await CliProject.CreateAsync(lab);
        Live = new LiveSet(Project, Name);
        await UpAsync(3);
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null) await Project.DisposeAsync();
    }

    /// <summary>So many members, and as many Sentinels.</summary>
    internal async Task UpAsync(int count, string rules = Rules)
    {
        Project.WriteDeployment(Name, $$"""
            topology: sentinel
            members: {{count}}
            sentinels: {{count}}
            minReplicasToWrite: 1
            users: [ { name: {{User}}, rules: "{{rules}}" } ]
            sentinelUsers: [ { name: {{User}}, rules: "-@all +sentinel|get-master-addr-by-name" } ]
            storage: { claims: { size: 100Mi } }
            resources: { cpu: 20m, memory: 96Mi }
            sentinelResources: { cpu: 10m, memory: 48Mi }
            proxy: { image: "docker.io/lab/haproxy:2.6-debian12", resources: { cpu: 20m, memory: 64Mi } }
            """);
        (await Project.RunAsync("up", "--yes")).Succeeded().Says($"{count - 1} replicas, {count} Sentinels");
    }

    /// <summary>A client of the proxies, signed in as the user.</summary>
    internal async Task<IWorkloadClient> ByProxy() => await Live.ConnectAsUserAsync(User);

    /// <summary>A client of the Sentinels.</summary>
    internal async Task<IWorkloadClient> BySentinels() => await Live.ConnectBySentinelsAsync();
}
