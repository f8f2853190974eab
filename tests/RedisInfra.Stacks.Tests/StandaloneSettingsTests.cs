using System.Text.Json;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Storage;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Stacks.Settings;
using YamlDotNet.Serialization;

namespace RedisInfra.Stacks.Tests;

public sealed class StandaloneSettingsTests
{
    [Fact]
    public void ArgsOf_EveryKey_IsTaken()
    {
        var args = Args(StackSettingsReaderTests.TextOf("standalone-every-key.json"));

        Assert.Equal(RedisStandaloneWorkload.Deployment, args.Workload);
        Assert.IsType<RedisStorage.Claims>(args.Storage);
        Assert.Equal((AofSync.BySystem, true), (args.Persistence.AppendOnly, args.Persistence.Snapshots));
        Assert.Equal(
            [
                new RedisSnapshotRule(TimeSpan.FromMinutes(15), 1),
                new RedisSnapshotRule(TimeSpan.FromSeconds(30), 500),
            ],
            args.Persistence.SnapshotRules.AsEnumerable());
        Assert.Equal(RedisServiceType.LoadBalancer, args.Service.Type);
        Assert.NotNull(args.Service.ClientAffinity);
        Assert.NotNull(args.Password);
        Assert.NotNull(args.MaxMemoryPercent);
        Assert.Equal(new RedisToleration("dedicated", "redis", "NoSchedule"), Assert.Single(args.Pod.Tolerations));
    }

    [Fact]
    public void ArgsOf_SmallFile_LeavesTheRestToTheDefaults()
    {
        var args = Args("""{ "a": { "topology": "standalone" } }""");

        Assert.Equal(RedisStandaloneWorkload.StatefulSet, args.Workload);
        Assert.Equal(new RedisPersistence(), args.Persistence);
        Assert.Null(args.Service.ClientAffinity);
    }

    [Theory]
    [InlineData("""{ "appendOnly": "off", "snapshots": false }""", AofSync.Off, false)]
    [InlineData("""{ "appendOnly": "off" }""", AofSync.Off, true)]
    [InlineData("""{ "appendOnly": "always", "snapshots": false }""", AofSync.Always, false)]
    [InlineData("""{ "appendOnly": "system" }""", AofSync.BySystem, true)]
    public void ArgsOf_Persistence_IsTheOneThatIsSaid(string text, AofSync sync, bool hasSnapshots)
    {
        var args = Args($$"""{ "a": { "topology": "standalone", "persistence": {{text}} } }""");

        Assert.Equal((sync, hasSnapshots), (args.Persistence.AppendOnly, args.Persistence.Snapshots));
    }

    /// <summary>Nothing is spread, so keys of spreading are refused as any that nothing reads.</summary>
    [Fact]
    public void Read_Wrong_RefusesAllAtOnce()
    {
        var refused = Assert.Throws<DiagnosticException>(
            () => Read(StackSettingsReaderTests.TextOf("standalone-wrong.json")));

        StackSettingsReaderTests.CheckText("standalone-wrong", refused.Message);
    }

    [Fact]
    public void ToString_Settings_HideThePassword() => Assert.DoesNotContain(
        "a-password-of-some-length",
        Read(StackSettingsReaderTests.TextOf("standalone-every-key.json")).Servers[0].ToString());

    /// <summary>The example is what the scenario says.</summary>
    [Fact]
    public void ArgsOf_ScenariosFile_IsTheScenario()
    {
        var file = StackSettingsReaderTests.FileOf("../../../stacks/seeds/S5/Pulumi.s5.yaml");
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var config = yaml.Deserialize<Dictionary<string, Dictionary<string, object>>>(File.ReadAllText(file))["config"];

        var args = Args(JsonSerializer.Serialize(Plain(config["redis-infra:redis"])));

        Assert.Equal(RedisStandaloneWorkload.Deployment, args.Workload);
        Assert.IsType<RedisStorage.Nfs>(args.Storage);
        Assert.Equal((AofSync.EverySecond, true), (args.Persistence.AppendOnly, args.Persistence.Snapshots));
        Assert.Equal(RedisServiceType.NodePort, args.Service.Type);
    }

    private static object? Plain(object? value) => value is IDictionary<object, object> map
        ? map.ToDictionary(entry => (string)entry.Key, entry => Plain(entry.Value))
        : value;

    private static RedisStandaloneArgs Args(string redis)
    {
        var settings = Read(redis);
        return StandaloneDeployments.ArgsOf(Assert.Single(settings.Servers), settings);
    }

    private static StackSettings Read(string redis) => StackSettingsReader.Read("dev", new RawConfig(
        JsonSerializer.Deserialize<JsonElement>(redis), null, new KubernetesSettings(null, null, null)));
}
