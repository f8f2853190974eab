using System.Runtime.CompilerServices;
using System.Text.Json;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks.Tests;

public sealed class StackSettingsReaderTests
{
    private static readonly KubernetesSettings _noKubernetes = new(null, null, null);

    [Fact]
    public void Read_SmallFile_LeavesTheRestToTheDefaults()
    {
        var settings = Read("""{ "orders": { "shards": 3, "storage": { "claims": { "size": "1Gi" } } } }""");

        var orders = Assert.Single(settings.Redis);
        Assert.Equal(("orders", 3, null), (orders.Name, orders.Shards, orders.ReplicasPerShard));
        Assert.Equal(new StorageSettings.Claims(Quantity.Gibibytes(1), null, Delete: false), orders.Servers.Storage);
    }

    [Fact]
    public void Read_EveryKey_IsTaken()
    {
        var orders = Assert.Single(Read(File.ReadAllText(TextFile("every-key.json"))).Redis);

        var resources = orders.Servers.Resources;
        Assert.Equal((4, 2), (orders.Shards, orders.ReplicasPerShard));
        Assert.Equal((RedisWorkload.Single, RedisSpread.Required), (orders.Workload, orders.Spread));
        Assert.Equal(new StorageSettings.Claims(Quantity.Gibibytes(20), "fast", Delete: true), orders.Servers.Storage);
        Assert.Equal((AofSync.Always, false), (orders.Servers.AppendOnly, orders.Servers.Snapshots));
        Assert.Equal(
            (Quantity.Gibibytes(1), Quantity.Millicores(250), Quantity.Parse("2")),
            (resources.Memory, resources.Cpu, resources.CpuLimit));
        Assert.Equal((60, "allkeys-lru"), (orders.Servers.MaxMemoryPercent, orders.Servers.MaxMemoryPolicy));
        Assert.Equal("a-password-of-some-length", orders.Password);
        Assert.Equal((RedisServiceType.NodePort, 30379), (orders.Service.Type, orders.Service.NodePort));
        Assert.Equal("b", orders.Service.Annotations["a"]);
        Assert.Equal("256", orders.Servers.Config["slowlog-max-len"]);
        Assert.Equal(TimeSpan.FromSeconds(15), orders.NodeTimeout);
        Assert.Equal(("data", "registry.example/redis:7.2.5"), (orders.Namespace, orders.Image));
        Assert.Equal(("topology.kubernetes.io/zone", "example.internal"), (orders.TopologyKey, orders.ClusterDomain));
        Assert.Equal(RedisEndpointType.Hostname, orders.EndpointType);
        Assert.Equal(new RedisToleration("dedicated", "redis", "NoSchedule"), Assert.Single(orders.Pod.Tolerations));
        Assert.Equal("registry", Assert.Single(orders.Pod.PullSecrets));
        Assert.Equal(("Always", "high"), (orders.Pod.PullPolicy, orders.Pod.PriorityClass));
        Assert.Equal((1001, 1002), (orders.Pod.UserId, orders.Pod.GroupId));
        Assert.Equal(
            ("orders", "no", "ssd"),
            (orders.Pod.Labels["team"], orders.Pod.Annotations["backup"], orders.Pod.NodeSelector["disk"]));
    }

    /// <summary>Each case is a file NAME.json and the whole refusal, NAME.txt.</summary>
    [Theory]
    [InlineData("unknown-keys")]
    [InlineData("wrong-types")]
    [InlineData("wrong-units")]
    [InlineData("out-of-range")]
    [InlineData("either-or")]
    [InlineData("names-and-images")]
    [InlineData("missing-keys")]
    public void Read_Wrong_RefusesAllAtOnce(string name)
    {
        var refused = Assert.Throws<DiagnosticException>(() => Read(File.ReadAllText(TextFile(name + ".json"))));

        CheckText(name, refused.Message);
    }

    [Fact]
    public void Read_WrongSurroundings_RefusesAllAtOnce()
    {
        var refused = Assert.Throws<DiagnosticException>(() => StackSettingsReader.Read("dev", new RawConfig(
            null,
            JsonSerializer.Deserialize<JsonElement>("""{ "reddis": "a:1", "redis": "lab/redis" }"""),
            new KubernetesSettings(null, "apiVersion: v1\nkind: Config\n", null))));

        CheckText("wrong-surroundings", refused.Message);
    }

    [Theory]
    [InlineData("\"short\"")]
    [InlineData("\"a password with spaces\"")]
    [InlineData("{ \"secure\": \"v1:abc:def\" }")]
    [InlineData("12345678901234567890")]
    public void Read_WrongPassword_IsNotShown(string password)
    {
        var refused = Assert.Throws<DiagnosticException>(() =>
            Read($"{{ \"orders\": {{ \"password\": {password} }} }}"));

        Assert.StartsWith("RI1110 Pulumi.dev.yaml: redis-infra:redis.orders.password: it ", refused.Message);
        Assert.DoesNotContain(password.Trim('"'), refused.Message);
    }

    [Fact]
    public void ToString_Settings_HideThePassword() => Assert.DoesNotContain(
        "a-password-of-some-length",
        Read("""{ "orders": { "password": "a-password-of-some-length" } }""").Redis[0].ToString());

    private static StackSettings Read(string redis) => StackSettingsReader.Read(
        "dev", new RawConfig(JsonSerializer.Deserialize<JsonElement>(redis), null, _noKubernetes));

    internal static string FileOf(string name) => TextFile(name);

    internal static string TextOf(string name) => File.ReadAllText(TextFile(name));

    internal static void CheckText(string name, string text)
    {
        var file = TextFile(name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(file, text + "\n");
        Assert.Equal(File.ReadAllText(file), text + "\n");
    }

    private static string TextFile(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Texts", name);
}
