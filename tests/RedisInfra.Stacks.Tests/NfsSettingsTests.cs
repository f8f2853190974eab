using System.Text.Json;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;
using RedisInfra.Stacks.Settings;
using YamlDotNet.Serialization;

namespace RedisInfra.Stacks.Tests;

public sealed class NfsSettingsTests
{
    /// <summary>The example is what the sixth scenario says.</summary>
    [Fact]
    public void ArgsOf_ScenariosFile_IsTheScenario()
    {
        var file = StackSettingsReaderTests.FileOf("../../../stacks/seeds/S6/Pulumi.s6.yaml");
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var config = yaml.Deserialize<Dictionary<string, Dictionary<string, object>>>(File.ReadAllText(file))["config"];
        var settings = StackSettingsReader.Read("s6", new RawConfig(
            JsonSerializer.Deserialize<JsonElement>(JsonSerializer.Serialize(Plain(config["redis-infra:redis"]))), null,
            new KubernetesSettings(null, null, null)));

        var args = Deployments.ArgsOf(Assert.Single(settings.Redis), settings);

        Assert.Equal(
            (3, 1, RedisWorkload.Single, RedisSpread.Preferred),
            (args.Shards, args.ReplicasPerShard, args.Workload, args.Spread));
        Assert.Equal(NfsExports.PerMember, Assert.IsType<RedisStorage.Nfs>(args.Storage).Exports);
        Assert.Equal(AofSync.EverySecond, args.Persistence.AppendOnly);
    }

    private static object? Plain(object? value) => value is IDictionary<object, object> map
        ? map.ToDictionary(entry => (string)entry.Key, entry => Plain(entry.Value))
        : value;
}
