using System.Text.Json;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Zookeeper;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Stacks.Settings;
using YamlDotNet.Serialization;

namespace RedisInfra.Stacks.Tests;

public sealed class ZookeeperSettingsTests
{
    [Fact]
    public void ArgsOf_EveryKey_IsTaken()
    {
        var args = Args(StackSettingsReaderTests.TextOf("zookeeper-every-key.json"));

        Assert.Equal((5, true), (args.Servers, args.Metrics));
        Assert.IsType<RedisStorage.Claims>(args.Storage);
        Assert.NotNull(Assert.IsType<RedisStorage.Claims>(args.LogStorage).StorageClass);
        Assert.Equal((RedisSpread.Required, RedisServiceType.LoadBalancer), (args.Spread, args.Service.Type));
        Assert.Equal(RedisServiceType.NodePort, args.ServerServices);
        Assert.Equal([32181, 32182, 32183, 32184, 32185], args.ServerNodePorts);
        Assert.NotNull(args.Password);
        Assert.NotNull(args.Resources.CpuLimit);
        Assert.False(args.Monitoring!.Alerts);
        Assert.NotNull(args.Monitoring.Namespace);
    }

    [Fact]
    public void ArgsOf_SmallFile_LeavesTheRestToTheDefaults()
    {
        var args = Args("""{ "zk": { "topology": "zookeeper" } }""");

        Assert.Equal(3, args.Servers);
        Assert.Null(args.LogStorage);
        Assert.Null(args.ServerServices);
        Assert.False(args.Metrics);
        Assert.Null(args.Monitoring);
    }

    [Fact]
    public void Read_Wrong_RefusesAllAtOnce() => StackSettingsReaderTests.CheckText(
        "zookeeper-wrong",
        Assert.Throws<DiagnosticException>(
            () => Read(StackSettingsReaderTests.TextOf("zookeeper-wrong.json"))).Message);

    /// <summary>The example is what the scenario says.</summary>
    [Fact]
    public void ArgsOf_ScenariosFile_IsTheScenario()
    {
        var file = StackSettingsReaderTests.FileOf("../../../stacks/seeds/S7/Pulumi.s7.yaml");
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var config = yaml.Deserialize<Dictionary<string, Dictionary<string, object>>>(File.ReadAllText(file))["config"];

        var args = Args(JsonSerializer.Serialize(Plain(config["redis-infra:redis"])));

        Assert.Equal(3, args.Servers);
        Assert.IsType<RedisStorage.Nfs>(args.Storage);
        Assert.Equal(RedisServiceType.NodePort, args.ServerServices);
        Assert.Equal([32181, 32182, 32183], args.ServerNodePorts);
    }

    private static object? Plain(object? value) => value switch
    {
        IDictionary<object, object> map => map.ToDictionary(entry => (string)entry.Key, entry => Plain(entry.Value)),
        IList<object> list => list.Select(Plain).ToList(),
        _ => value,
    };

    private static ZookeeperEnsembleArgs Args(string redis)
    {
        var settings = Read(redis);
        return ZookeeperDeployments.ArgsOf(Assert.Single(settings.Ensembles), settings);
    }

    private static StackSettings Read(string redis) => StackSettingsReader.Read("dev", new RawConfig(
        JsonSerializer.Deserialize<JsonElement>(redis), null, new KubernetesSettings(null, null, null)));
}
