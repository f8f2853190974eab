using System.Text.Json.Nodes;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>What up refuses: with words that help, an exit code that says so, and nothing touched.</summary>
[Collection(LightLabCollection.Name)]
public sealed class RefusalTests(LabCluster lab) : IAsyncLifetime
{
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PullLimit = TimeSpan.FromSeconds(180);
    private CliProject _project = null!;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is null)
        {
            _project = await CliProject.CreateAsync(lab);
        }
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null)
        {
            await _project.DisposeAsync();
        }
    }

    [LabFact]
    public async Task Up_StackFileThatCannotBe_SaysWhereAndWhy()
    {
        const string At = "redis-infra:redis.orders";
        _project.Write(shards: "2");
        await RefusesAsync($"{At}.shards: it is 2, but a Redis Cluster needs at least 3 masters to elect one");
        _project.Write(claims: "size: 100Mx");
        await RefusesAsync($"{At}.storage.claims.size: it is \"100Mx\", but it must be a size with its unit",
            "512Mi or 1Gi");
        _project.Write("password: short12");
        var said = await RefusesAsync($"{At}.password", "it has 7 characters");
        Assert.DoesNotContain("short12", said.Output, StringComparison.Ordinal);
        _project.Write("replicasPerShrad: 1");
        await RefusesAsync($"{At}.replicasPerShrad", "Did you mean \"replicasPerShard\"?");
        _project.Write("config: [");
        await RefusesAsync("RI1003", "Pulumi.e2e.yaml", "line");
        _project.Write("replicasPerShrad: 1", shards: "2", claims: "size: 100Mx");
        await RefusesAsync($"{At}.shards", $"{At}.replicasPerShrad", $"{At}.storage.claims.size");
    }

    [LabFact]
    public async Task Up_ClusterThatIsNotThere_SaysSo()
    {
        _project.Write(context: "lba");
        await RefusesAsync("RI4003", "lba", "lab");
        _project.Write();
        var closed = Path.Combine(Path.GetDirectoryName(_project.StackFile)!, "closed");
        var config = JsonNode.Parse(await lab.KubectlAsync("config", "view", "--raw", "-o", "json"))!;
        config["clusters"]![0]!["cluster"]!["server"] = "https://127.0.0.1:1";
        await File.WriteAllTextAsync(closed, config.ToJsonString());
        _project.Environment["KUBECONFIG"] = closed;
        await RefusesAsync("RI4005", "127.0.0.1:1", "refused");
    }

    [LabFact]
    public async Task Up_UnknownStack_NamesTheKnown()
    {
        await using var run = _project.StartOn("e2f", "up", "--yes");
        (await run.EndAsync(CliProject.Limit)).Refused("RI6025 stack \"e2f\"", "Did you mean \"e2e\"?");
        Assert.Empty(await _project.ObjectsAsync());
    }

    [LabFact]
    public async Task Up_ImageThatCannotBePulled_SaysWhyAndConvergesWithTheRightOne()
    {
        _project.Write("image: nowhere.invalid/redis:7");
        await using var run = _project.Start("up", "--yes", "--skip-preview");
        (await run.EndAsync(PullLimit)).Failed("RI4506", "image \"nowhere.invalid/redis:7\" can't be pulled");

        _project.Write();
        (await _project.UpAsync()).Succeeded().Says("3 masters and 3 replicas");
        await new LiveCluster(_project).IsWholeAsync(Healing);

        await StateIsGuardedAsync();
    }

    /// <summary>On the deployed stack: a wrong passphrase and a damaged state stop every command.</summary>
    private async Task StateIsGuardedAsync()
    {
        var objects = (await _project.ObjectsAsync()).Order(ByName).ToList();
        var state = await File.ReadAllTextAsync(_project.StateFile);
        _project.Environment["PULUMI_CONFIG_PASSPHRASE"] = "another";
        (await _project.UpAsync()).Refused("RI5005");
        (await _project.RunAsync("destroy", "--yes")).Refused("RI5005");
        _project.Environment["PULUMI_CONFIG_PASSPHRASE"] = "end to end";
        Assert.Equal(state, await File.ReadAllTextAsync(_project.StateFile));

        var half = state[..(state.Length / 2)];
        await File.WriteAllTextAsync(_project.StateFile, half);
        (await _project.UpAsync()).Refused("RI5001", _project.StateFile);
        (await _project.RunAsync("destroy", "--yes")).Refused("RI5001");
        Assert.Equal(half, await File.ReadAllTextAsync(_project.StateFile));
        Assert.Equal(objects, (await _project.ObjectsAsync()).Order(ByName));

        await File.WriteAllTextAsync(_project.StateFile, state);
        (await _project.UpAsync()).Succeeded().Says("20 unchanged");
    }

    private static readonly IComparer<KeyValuePair<string, (string, string)>> ByName =
        Comparer<KeyValuePair<string, (string, string)>>.Create((x, y) => string.CompareOrdinal(x.Key, y.Key));

    private async Task<CliResult> RefusesAsync(params string[] says)
    {
        var result = (await _project.UpAsync()).Refused(says);
        Assert.Empty(await _project.ObjectsAsync());
        if (File.Exists(_project.StateFile))
        {
            var state = JsonNode.Parse(await File.ReadAllTextAsync(_project.StateFile))!;
            Assert.True(state["checkpoint"]!["latest"]?["resources"] is not JsonArray { Count: > 0 } r
                || r.All(x => (string)x!["type"]! == "pulumi:pulumi:Stack"), state.ToJsonString());
        }

        return result;
    }
}
