using System.Net;
using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Tests.Api;

public sealed class KubeClientTests
{
    [Fact]
    public async Task GetAsync_ServerIsBusyForAMoment_AsksAgain()
    {
        var server = new FakeServer(
            (_, n) => n < 3 ? (HttpStatusCode.ServiceUnavailable, "{}") : (HttpStatusCode.OK, "{}"));
        await using var client = server.Client();
        Assert.NotNull(await client.GetAsync("v1", "ConfigMap", null, "a", default));
        Assert.Equal(Enumerable.Repeat("GET /api/v1/namespaces/here/configmaps/a", 3), server.Asked);
    }

    [Fact]
    public async Task CreateAsync_ServerIsBusy_IsNotRepeated()
    {
        var server = new FakeServer((_, _) => (HttpStatusCode.ServiceUnavailable, "{}"));
        await using var client = server.Client();
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap" };
        await Assert.ThrowsAsync<KubeException>(() => client.CreateAsync(body, null, default));
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task ApplyAsync_ClusterWideObjectReadBefore_GoesToItsPathWithoutManagers()
    {
        string? sent = null;
        var server = new FakeServer((r, _) =>
        {
            using var reader = new StreamReader(r.Content!.ReadAsStream());
            sent = reader.ReadToEnd();
            return (HttpStatusCode.OK, "{}");
        });
        await using var client = server.Client();
        var o = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = "n", ["managedFields"] = new JsonArray() },
        };
        await client.ApplyAsync(o, new ApplyOptions { Force = true }, default);
        Assert.Equal(["PATCH /api/v1/namespaces/n?fieldManager=redisinfra&force=true"], server.Asked);
        Assert.DoesNotContain("managedFields", sent);
    }

    [Fact]
    public async Task ListAsync_SeveralPages_GivesAllItems()
    {
        var server = new FakeServer((_, n) => (HttpStatusCode.OK, n == 1
            ? """{"metadata":{"continue":"more","resourceVersion":"7"},"items":[{"metadata":{"name":"a"}}]}"""
            : """{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"b"}}]}"""));
        await using var client = server.Client();
        var list = await client.ListAsync("v1", "ConfigMap", "", new KubeSelector("x in (1,2)"), default);
        Assert.Equal(["a", "b"], list.Items.Select(i => i.Name()));
        Assert.All(list.Items, i => Assert.Equal("ConfigMap", i.Kind()));
        Assert.Equal(
            [
                "GET /api/v1/configmaps?labelSelector=x%20in%20%281%2C2%29&limit=500",
                "GET /api/v1/configmaps?labelSelector=x%20in%20%281%2C2%29&limit=500&continue=more",
            ],
            server.Asked);
    }

    [Fact]
    public async Task ListAsync_PagesExpire_ReadsTheWholeList()
    {
        var server = new FakeServer((_, n) => n switch
        {
            1 => (HttpStatusCode.OK, """{"metadata":{"continue":"old"},"items":[{"metadata":{"name":"a"}}]}"""),
            2 => (HttpStatusCode.Gone, """{"kind":"Status","reason":"Expired","code":410}"""),
            _ => (HttpStatusCode.OK,
                """{"metadata":{},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"""),
        });
        await using var client = server.Client();
        var list = await client.ListAsync("v1", "ConfigMap", null, null, default);
        Assert.Equal(["a", "b"], list.Items.Select(i => i.Name()));
    }

    [Fact]
    public async Task ApplyAsync_SecretRefused_ItsValuesAreTakenOut()
    {
        var server = new FakeServer((_, _) => (HttpStatusCode.UnprocessableEntity, """
            {"kind":"Status","reason":"Invalid","message":"bad value \"hunter2\" (aHVudGVyMg==)","details":{"causes":[
             {"field":"data.password","reason":"FieldValueInvalid","message":"is hunter2"}]}}
            """));
        await using var client = server.Client();
        var secret = JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"password":"hunter2"}}
            """)!.AsObject();
        var refused = await Assert.ThrowsAsync<KubeException>(() => client.ApplyAsync(secret, null, default));
        Assert.Equal("bad value \"[secret]\" ([secret])", refused.Message);
        Assert.Equal([new KubeCause("data.password", "FieldValueInvalid", "is [secret]")], refused.Causes);
    }

    [Fact]
    public async Task WatchAsync_VersionExpires_ListsAgainAndReportsWhatChanged()
    {
        static string Item(string uid, int version) =>
            $$$"""{"metadata":{"name":"{{{uid}}}","uid":"{{{uid}}}","resourceVersion":"{{{version}}}"}}""";
        var server = new FakeServer((_, n) => (HttpStatusCode.OK, n switch
        {
            1 => $$"""{"metadata":{"resourceVersion":"5"},"items":[{{Item("a", 1)}},{{Item("b", 2)}}]}""",
            2 => """{"type":"ERROR","object":{"kind":"Status","code":410}}""" + "\n",
            3 => $$"""{"metadata":{"resourceVersion":"9"},"items":[{{Item("b", 8)}},{{Item("c", 9)}}]}""",
            _ => $$"""{"type":"MODIFIED","object":{{Item("c", 10)}}}""" + "\n",
        }));
        await using var client = server.Client();
        var seen = new List<string>();
        await foreach (var change in client.WatchAsync("v1", "ConfigMap", null))
        {
            seen.Add($"{change.Kind} {change.Object.Name()}".Trim());
            if (seen.Count == 8)
            {
                break;
            }
        }

        Assert.Equal(
            ["Added a", "Added b", "Synced", "Deleted a", "Modified b", "Added c", "Synced", "Modified c"], seen);
    }
}
