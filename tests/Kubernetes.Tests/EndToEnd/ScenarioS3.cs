namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S3 from its stack file, made by <c>up</c>, with keys that must stay.</summary>
public sealed class ScenarioS3(LabCluster lab) : IAsyncLifetime
{
    private const int Keys = 1000;
    private readonly Random _values = new(3);

    internal CliProject Project { get; private set; } = null!;

    internal LiveCluster Cluster { get; private set; } = null!;

    /// <summary>Each with the value that was acknowledged.</summary>
    internal Dictionary<string, string> Values { get; } = [];

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null)
        {
            return;
        }

        Project = await CliProject.CreateAsync(lab);
        Cluster = new LiveCluster(Project);
        Project.WriteScenario("S3");
        (await Project.UpAsync()).Succeeded();
        await Cluster.IsWholeAsync(CliProject.Limit);
        await using var client = new KeyClient(Cluster);
        for (var key = 0; key < Keys; key++)
        {
            Values[$"key:{key}"] = $"{_values.Next()}";
            await client.SetAsync($"key:{key}", Values[$"key:{key}"]);
        }
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null)
        {
            await Project.DisposeAsync();
        }
    }

    /// <summary>The keys that haven't their value.</summary>
    internal async Task<IReadOnlyList<string>> FindLostAsync()
    {
        await using var client = new KeyClient(Cluster);
        List<string> lost = [];
        foreach (var (key, value) in Values)
        {
            if (await client.GetAsync(key) != value)
            {
                lost.Add(key);
            }
        }

        return lost;
    }
}
