namespace Kubernetes.Tests.EndToEnd;

/// <summary>What destroy leaves, and that killing up or destroy at any moment does no harm.</summary>
[Collection(LightLabCollection.Name)]
public sealed class DestroyTests(LabCluster lab)
{
    private const string Unchanged = "20 unchanged";
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Removal = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(180);

    [LabFact]
    public async Task Destroy_KeptClaims_LeavesThemAloneAndNamesThem()
    {
        await using var project = await CliProject.CreateAsync(lab);
        (await project.UpAsync()).Succeeded();

        var said = (await project.RunAsync("destroy", "--yes", "--skip-preview")).Succeeded().Says(
            "- 20 deleted", "declared to outlive it", "kubectl delete pvc");

        await LeavesAsync(project, [.. LiveCluster.Pods.Select(p => $"PersistentVolumeClaim/data-{p}")]);
        said.Says([.. LiveCluster.Pods.Select(p => $"data-{p}")]);
        (await project.RunAsync("destroy", "--yes")).Succeeded();
    }

    [LabFact]
    public async Task UpAndDestroy_KilledAtManyMoments_Converge()
    {
        await using var project = await CliProject.CreateAsync(lab);
        project.Write(claims: "size: 100Mi, onDelete: delete");
        var seen = new Dictionary<string, string>();
        await KillAsync(project, "up", Wait(0.3), seen);
        await KillAsync(project, "up", Wait(1), seen);
        await KillAsync(project, "up", Says("Service orders-nodes creating"), seen);
        await KillAsync(project, "up", Says("StatefulSet orders-shard-0 creating"), seen);
        await KillAsync(project, "up", Wait(3), seen);
        await KillAsync(project, "up", Says("ClusterTopology orders-topology creating"), seen);
        await KillAsync(project, "up", Wait(1.5), seen);

        (await project.UpAsync()).Succeeded();

        var objects = await project.ObjectsAsync();
        Assert.All(seen, o => Assert.Equal(o.Value, objects[o.Key].Uid));
        Assert.Equal(ExpectedObjects, objects.Keys.Where(k => !k.Contains("-token-", StringComparison.Ordinal))
            .GroupBy(k => k.Split('/')[0]).ToDictionary(g => g.Key, g => g.Count()).Order(ByKind));
        await new LiveCluster(project).IsWholeAsync(Healing);
        (await project.RunAsync("up", "--yes", "--skip-preview")).Succeeded().Says(Unchanged);

        await KillAsync(project, "destroy", Wait(0.3), null);
        await KillAsync(project, "destroy", Wait(1), null);
        await KillAsync(project, "destroy", Says("StatefulSet orders-shard-0 deleting"), null);
        await KillAsync(project, "destroy", Wait(3), null);
        (await project.RunAsync("destroy", "--yes", "--skip-preview")).Succeeded();
        await LeavesAsync(project, []);
    }

    [LabFact]
    public async Task Up_WhileAnotherRuns_IsToldWhoHoldsTheLock()
    {
        await using var project = await CliProject.CreateAsync(lab);
        await using var first = project.Start("up", "--yes", "--skip-preview");
        await first.WaitForAsync("creating", Deadline);
        // However slow the others are, it doesn't end before.
        await first.SuspendAsync();
        var second = await project.RunAsync("up", "--yes", "--skip-preview");
        var destroy = await project.RunAsync("destroy", "--yes", "--skip-preview");
        Assert.False(first.HasExited, first.Text);
        await first.ContinueAsync();
        string[] holder =
            ["RI5002", $"process {first.Id} of {Environment.UserName} on {Environment.MachineName} since "];
        second.Failed(holder);
        destroy.Failed(holder);
        (await first.EndAsync(Deadline)).Succeeded();
    }

    private static readonly IComparer<KeyValuePair<string, int>> ByKind =
        Comparer<KeyValuePair<string, int>>.Create((x, y) => string.CompareOrdinal(x.Key, y.Key));

    private static readonly Dictionary<string, int> _expected = new()
    {
        ["ConfigMap"] = 1, ["PersistentVolumeClaim"] = 6, ["Pod"] = 6, ["PodDisruptionBudget"] = 3, ["Secret"] = 1,
        ["Service"] = 2, ["ServiceAccount"] = 1, ["StatefulSet"] = 3,
    };

    private static IEnumerable<KeyValuePair<string, int>> ExpectedObjects => _expected.Order(ByKind);

    private static Func<CliRun, Task> Wait(double seconds) => _ => Task.Delay(TimeSpan.FromSeconds(seconds));

    private static Func<CliRun, Task> Says(string text) => run => run.WaitForAsync(text, Deadline);

    /// <summary>Kills the verb at a moment; what then exists is added to <paramref name="seen"/>.</summary>
    private static async Task KillAsync(
        CliProject project, string verb, Func<CliRun, Task> moment, Dictionary<string, string>? seen)
    {
        await using var run = project.Start(verb, "--yes", "--skip-preview");
        await moment(run);
        await run.KillAsync();
        if (seen is null)
        {
            return;
        }

        foreach (var (name, (uid, _)) in await project.ObjectsAsync())
        {
            Assert.True(seen.TryAdd(name, uid) || seen[name] == uid, $"{name} was made twice:\n{run.Text}");
        }
    }

    private static async Task LeavesAsync(CliProject project, string[] expected)
    {
        string[] left = [];
        await Poll.UntilAsync(
            async () => (left = [.. (await project.ObjectsAsync()).Keys.Order(StringComparer.Ordinal)])
                .SequenceEqual(expected.Order(StringComparer.Ordinal)),
            Removal, () => $"only {string.Join(' ', expected)} left, but there is {string.Join(' ', left)}");
    }
}
