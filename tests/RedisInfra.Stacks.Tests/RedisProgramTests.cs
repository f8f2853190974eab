using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;
using RedisInfra.Components.Common;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks.Tests;

/// <summary>The program as a host runs it, with its configuration where hosts put it.</summary>
[Collection("PULUMI_CONFIG")]
public sealed class RedisProgramTests
{
    [Fact]
    public async Task Declare_TwoDeployments_GivesTheirOutputs()
    {
        var (_, outputs) = await RunAsync(new()
        {
            ["redis-infra:redis"] = """{ "orders": { "password": "a-password-of-some-length" }, "carts": {} }""",
            ["redis-infra:images"] = """{ "redis": "lab/redis:7.0-debian12" }""",
            ["kubernetes:namespace"] = "data",
        });

        var endpoints = (Dictionary<string, Output<string>>)outputs["endpoints"]!;
        Assert.Equal(["carts", "orders"], endpoints.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("orders.data.svc:6379", await OutputUtilities.GetValueAsync(endpoints["orders"]));
        var connections = (Dictionary<string, Output<string>>)outputs["connectionStrings"]!;
        Assert.Equal(
            "orders.data.svc:6379,password=a-password-of-some-length",
            await OutputUtilities.GetValueAsync(connections["orders"]));
        Assert.True(await Output.IsSecretAsync(connections["orders"]));
    }

    [Fact]
    public async Task Declare_Twemproxy_GivesAnEndpointForEachPool()
    {
        var (resources, outputs) = await RunAsync(new()
        {
            ["redis-infra:redis"] = """
                { "sessions": {
                    "topology": "twemproxy", "pools": { "alpha": { "shards": 2 }, "beta": { "port": 22122 } } } }
                """,
            ["redis-infra:images"] = """{ "redis": "lab/redis:7.0", "twemproxy": "lab/twemproxy:0.5" }""",
        });

        var endpoints = (Dictionary<string, Output<string>>)outputs["endpoints"]!;
        Assert.Equal(["sessions/alpha", "sessions/beta"], endpoints.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            "sessions.default.svc:22122", await OutputUtilities.GetValueAsync(endpoints["sessions/beta"]));
        Assert.Contains(resources, resource => resource.GetResourceName() == "sessions-alpha");
    }

    [Fact]
    public async Task Declare_Standalone_GivesItsOutputs()
    {
        var (resources, outputs) = await RunAsync(new()
        {
            ["redis-infra:redis"] = """
                { "session": { "topology": "standalone", "password": "a-password-of-some-length" }, "carts": {} }
                """,
        });

        var connections = (Dictionary<string, Output<string>>)outputs["connectionStrings"]!;
        Assert.Equal(["carts", "session"], connections.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            "session.default.svc:6379,password=a-password-of-some-length",
            await OutputUtilities.GetValueAsync(connections["session"]));
        Assert.Contains(resources, resource => resource.GetResourceName() == "session-server");
    }

    [Fact]
    public async Task Declare_RefusedFile_SaysWhyAndDeclaresNothing()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(new()
        {
            ["redis-infra:redis"] = """{ "orders": { "shards": 2 } }""",
        }));

        Assert.Contains(
            "RI1105 Pulumi.dev.yaml: redis-infra:redis.orders.shards: it is 2, but a Redis Cluster needs",
            failure.ToString());
    }

    [Fact]
    public async Task Declare_ConfigThatIsText_SaysWhatItShouldBe()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(
            () => RunAsync(new() { ["redis-infra:redis"] = "three shards" }));

        Assert.Contains("RI1102 Pulumi.dev.yaml: redis-infra:redis: it is the text \"three shards\"",
            failure.ToString());
    }

    [Theory]
    [InlineData("own:1", "7.2.5", "site:1", "own:1")]
    [InlineData(null, "7.2.5", "site:1", "site:1")]
    [InlineData(null, "7.2.5", null, Images.RedisRepository + ":7.2.5")]
    [InlineData(null, null, null, Images.Redis)]
    public void ImageOf_OwnSiteVersionOrNothing_TakesTheFirst(string? own, string? version, string? site, string image)
    {
        var settings = new RedisSettings { Name = "orders", Image = own, Version = version };

        Assert.Equal(image, Deployments.ImageOf(settings, site));
    }

    private static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> RunAsync(
        Dictionary<string, string> config)
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(config));
        try
        {
            return await Deployment.TestAsync(
                new EchoMocks(), new TestOptions { IsPreview = false, StackName = "dev" }, RedisProgram.Declare);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", null);
        }
    }

    private sealed class EchoMocks : IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            var isPassword = args.Type == "random:index/randomPassword:RandomPassword";
            return Task.FromResult<(string?, object)>(
                (args.Name, isPassword ? args.Inputs.Add("result", "generated") : args.Inputs));
        }

        public Task<object> CallAsync(MockCallArgs args) =>
            throw new InvalidOperationException("nothing here calls functions");
    }
}
