using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Twemproxy;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Stacks.Settings;
using YamlDotNet.Serialization;

namespace RedisInfra.Stacks.Tests;

public sealed class TwemproxySettingsTests
{
    [Fact]
    public void ArgsOf_EveryKey_IsTaken()
    {
        var args = Args(StackSettingsReaderTests.TextOf("twemproxy-every-key.json"));

        Assert.Equal((RedisSpread.Required, 3, 512, 22999),
            (args.Spread, args.Proxy.Replicas, args.Proxy.MbufBytes, args.Proxy.StatsPort));
        Assert.Equal(["carts", "pages"], args.Pools.Select(pool => pool.Name));
        var (carts, pages) = (args.Pools[0], args.Pools[1]);
        Assert.Equal((22121, 4, TwemproxyHash.Murmur, TwemproxyDistribution.Modula, "[]"),
            (carts.Port, carts.Shards, carts.Hash, carts.Distribution, carts.HashTag));
        Assert.Equal(TimeSpan.FromSeconds(1), carts.Timeout);
        Assert.Equal(2, carts.Weights[1]);
        Assert.True(carts.Preconnect);
        Assert.Equal(TwemproxyRingChange.Remap, carts.OnRingChange);
        Assert.Equal(["GET", "SET"], carts.ClientCommands);
        Assert.IsType<RedisStorage.Nfs>(carts.Storage);
        Assert.Equal((AofSync.Always, false), (carts.Persistence.AppendOnly, carts.Persistence.Snapshots));
        Assert.Equal((22122, null, null), (pages.Port, pages.HashTag, pages.Timeout));
        Assert.Equal(
            new TwemproxyEjection { FailureLimit = 5, RetryTimeout = TimeSpan.FromSeconds(10) }, pages.Ejection);
    }

    [Fact]
    public void ArgsOf_SmallFile_LeavesTheRestToTheDefaults()
    {
        var pool = Assert.Single(Args("""{ "a": { "topology": "twemproxy", "pools": { "alpha": {} } } }""").Pools);

        Assert.Equal((22121, 3, TwemproxyHash.Fnv1a64, TwemproxyDistribution.Ketama, "{}"),
            (pool.Port, pool.Shards, pool.Hash, pool.Distribution, pool.HashTag));
        Assert.Equal(TimeSpan.FromMilliseconds(400), pool.Timeout);
        Assert.Null(pool.Ejection);
    }

    [Theory]
    [InlineData("own:1", "site:1", "own:1")]
    [InlineData(null, "site:1", "site:1")]
    public async Task ArgsOf_Image_IsTheOwnOrTheSites(string? own, string site, string expected)
    {
        var proxy = own is null ? "" : $$"""
            "proxy": { "image": "{{own}}" },
            """;
        var args = Args($$"""{ "a": { "topology": "twemproxy", {{proxy}} "pools": { "alpha": {} } } }""", site);

        Assert.Equal(expected, await OutputUtilities.GetValueAsync(args.Proxy.Image!.ToOutput()));
    }

    [Fact]
    public void Read_Wrong_RefusesAllAtOnce()
    {
        var refused = Assert.Throws<DiagnosticException>(
            () => Read(StackSettingsReaderTests.TextOf("twemproxy-wrong.json"), null));

        StackSettingsReaderTests.CheckText("twemproxy-wrong", refused.Message);
    }

    [Fact]
    public void ToString_Settings_HideThePassword() => Assert.DoesNotContain(
        "a-password-of-some-length",
        Read(StackSettingsReaderTests.TextOf("twemproxy-every-key.json"), null).Proxies[0].ToString());

    /// <summary>The example is what the scenario says.</summary>
    [Fact]
    public void ArgsOf_ScenariosFile_IsTheScenario()
    {
        var file = StackSettingsReaderTests.FileOf("../../../stacks/seeds/S1/Pulumi.s1.yaml");
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var config = yaml.Deserialize<Dictionary<string, Dictionary<string, object>>>(File.ReadAllText(file))["config"];
        var redis = JsonSerializer.Serialize(Plain(config["redis-infra:redis"]));

        var args = Args(redis);

        var pool = Assert.Single(args.Pools);
        Assert.Equal((4, TwemproxyHash.Fnv1a64, TwemproxyDistribution.Ketama, "{}", 400.0),
            (pool.Shards, pool.Hash, pool.Distribution, pool.HashTag, pool.Timeout!.Value.TotalMilliseconds));
        Assert.Null(pool.Ejection);
        Assert.Equal(2, args.Proxy.Replicas);
        Assert.IsType<RedisStorage.Nfs>(pool.Storage);
    }

    private static object? Plain(object? value) => value is IDictionary<object, object> map
        ? map.ToDictionary(entry => (string)entry.Key, entry => Plain(entry.Value))
        : value;

    private static TwemproxyPoolArgs Args(string redis, string site = "site:1")
    {
        var settings = Read(redis, site);
        return TwemproxyDeployments.ArgsOf(Assert.Single(settings.Proxies), settings);
    }

    private static StackSettings Read(string redis, string? siteImage) => StackSettingsReader.Read("dev", new RawConfig(
        JsonSerializer.Deserialize<JsonElement>(redis),
        siteImage is null ? null : JsonSerializer.SerializeToElement(new { twemproxy = siteImage }),
        new KubernetesSettings(null, null, null)));
}
