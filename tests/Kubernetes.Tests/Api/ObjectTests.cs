using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;

namespace Kubernetes.Tests.Api;

[Collection(LightLabCollection.Name)]
public sealed class ObjectTests(LabCluster lab, LabNamespace ns) : IClassFixture<LabNamespace>, IAsyncLifetime
{
    private KubeClient _client = null!;

    public async Task InitializeAsync() =>
        _client = await KubeClient.ConnectAsync(new KubeTarget(lab.Kubeconfig, LabCluster.Context, ns.Name));

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [LabFact]
    public async Task ApplyAsync_TwiceThenByAnother_OwnsItsFieldsAndNamesTheConflict()
    {
        var made = await _client.ApplyAsync(Config("a", "1"), null, default);
        Assert.Equal("1", (string?)made["data"]?["key"]);
        Assert.Equal(ns.Name, made.Namespace());
        var again = await _client.ApplyAsync(Config("a", "1"), null, default);
        Assert.Equal(made.ResourceVersion(), again.ResourceVersion());

        var other = new ApplyOptions { FieldManager = "someone-else" };
        var refused = await Assert.ThrowsAsync<KubeException>(
            () => _client.ApplyAsync(Config("a", "2"), other, default));
        Assert.True(refused.IsConflict);
        Assert.Equal([new FieldConflict(".data.key", "redisinfra")], refused.Conflicts);

        var forced = await _client.ApplyAsync(Config("a", "2"), other with { Force = true }, default);
        Assert.Equal("2", (string?)forced["data"]?["key"]);
    }

    [LabFact]
    public async Task ApplyAsync_DryRun_ChangesNothing()
    {
        var answer = await _client.ApplyAsync(Config("dry", "1"), new ApplyOptions { DryRun = true }, default);
        Assert.Equal("1", (string?)answer["data"]?["key"]);
        Assert.Null(await _client.GetAsync("v1", "ConfigMap", null, "dry", default));
    }

    [LabFact]
    public async Task ApplyAsync_InvalidObject_NamesTheField()
    {
        var service = JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"bad"},
             "spec":{"ports":[{"port":99999,"protocol":"TCP"}]}}
            """)!.AsObject();
        var refused = await Assert.ThrowsAsync<KubeException>(() => _client.ApplyAsync(service, null, default));
        Assert.Equal("Invalid", refused.Reason);
        Assert.Contains(refused.Causes, c => c.Field == "spec.ports[0].port");
    }

    [LabFact]
    public async Task ApplyAsync_BadSecret_DoesNotQuoteItsValues()
    {
        var secret = JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"bad"},
             "data":{"password":"hunter2-hunter2-$$$"}}
            """)!.AsObject();
        var refused = await Assert.ThrowsAsync<KubeException>(() => _client.ApplyAsync(secret, null, default));
        Assert.DoesNotContain("unter2", refused.ToString());
        refused = await Assert.ThrowsAsync<KubeException>(() => _client.CreateAsync(secret, null, default));
        Assert.DoesNotContain("unter2", refused.ToString());
    }

    [LabFact]
    public async Task ListAsync_MoreThanAPage_GivesAllThatAreSelected()
    {
        for (var i = 0; i < 7; i++)
        {
            var config = Config($"page-{i}", "1");
            config["metadata"]!["labels"] = new JsonObject { ["parity"] = i % 2 == 0 ? "even" : "odd" };
            await _client.CreateAsync(config, null, default);
        }

        var list = await _client.ListAsync("v1", "ConfigMap", null, new KubeSelector("parity=even"), default);
        Assert.Equal(["page-0", "page-2", "page-4", "page-6"], list.Items.Select(o => o.Name()).Order());
        Assert.All(list.Items, o => Assert.Equal("ConfigMap", o.Kind()));
    }

    [LabFact]
    public async Task PatchAsync_Merge_ChangesOnlyWhatItNames()
    {
        await _client.ApplyAsync(Config("patched", "1"), null, default);
        var patch = new JsonObject { ["data"] = new JsonObject { ["more"] = "2" } };
        var changed = await _client.PatchAsync(
            "v1", "ConfigMap", null, "patched", patch, PatchKind.Merge, null, default);
        Assert.Equal("1", (string?)changed["data"]?["key"]);
        Assert.Equal("2", (string?)changed["data"]?["more"]);
    }

    [LabFact]
    public async Task DeleteAsync_WithPrecondition_OnlyDeletesThatObject()
    {
        var made = await _client.ApplyAsync(Config("gone", "1"), null, default);
        var refused = await Assert.ThrowsAsync<KubeException>(() => _client.DeleteAsync(
            "v1", "ConfigMap", null, "gone", new DeleteOptions { Uid = Guid.NewGuid().ToString() }, default));
        Assert.True(refused.IsConflict);
        Assert.True(await _client.DeleteAsync(
            "v1", "ConfigMap", null, "gone", new DeleteOptions { Uid = made.Uid() }, default));
        Assert.False(await _client.DeleteAsync("v1", "ConfigMap", null, "gone", null, default));
    }

    [LabFact]
    public async Task ResolveAsync_VersionThatIsNotServed_TakesTheFallbackOrSaysWhatIsServed()
    {
        var found = await _client.ResolveAsync("policy/v1", "PodDisruptionBudget", ["policy/v1beta1"], default);
        Assert.Equal("policy/v1beta1", found.ApiVersion);
        var refused = await Assert.ThrowsAsync<RedisInfra.Model.Diagnostics.DiagnosticException>(
            () => _client.ResolveAsync("policy/v1", "PodDisruptionBudget", default));
        Assert.Equal(
            "RI4008 policy/v1/PodDisruptionBudget: an object of that kind is asked for, but the cluster serves it "
            + "only as policy/v1beta1. Install what serves it, use a newer cluster, or write a version that is served.",
            refused.Message);
    }

    [LabFact]
    public async Task WatchAsync_FromTheStart_ReportsWhatIsThereThenEachChange()
    {
        await _client.ApplyAsync(Config("watched", "1"), null, default);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await using var watch = _client.WatchAsync(
            "v1", "ConfigMap", null, KubeSelector.ByName("watched"), null, limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.Equal((WatchEventKind.Added, "1"), await NextAsync(watch));
        Assert.Equal((WatchEventKind.Synced, null), await NextAsync(watch));
        await _client.ApplyAsync(Config("watched", "2"), null, default);
        Assert.Equal((WatchEventKind.Modified, "2"), await NextAsync(watch));
        await _client.DeleteAsync("v1", "ConfigMap", null, "watched", null, default);
        Assert.Equal((WatchEventKind.Deleted, "2"), await NextAsync(watch));
    }

    [LabFact]
    public async Task WatchAsync_FromAVersionLongForgotten_ListsAgain()
    {
        await _client.ApplyAsync(Config("relisted", "1"), null, default);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await using var watch = _client.WatchAsync(
            "v1", "ConfigMap", null, KubeSelector.ByName("relisted"), "1", limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.Equal((WatchEventKind.Added, "1"), await NextAsync(watch));
    }

    private static JsonObject Config(string name, string value) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { ["key"] = value },
    };

    private static async Task<(WatchEventKind Kind, string? Value)> NextAsync(IAsyncEnumerator<WatchEvent> watch)
    {
        Assert.True(await watch.MoveNextAsync());
        return (watch.Current.Kind, (string?)watch.Current.Object["data"]?["key"]);
    }
}
