using System.Collections;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Zookeeper;

namespace RedisInfra.Components.Tests.Zookeeper;

public sealed class ZookeeperEnsembleTests
{
    public static TheoryData<string> All => Variants.Names;

    /// <summary>The whole of what each variant declares, against files. A password shows as its place only.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Declare_Variant_MatchesManifests(string variant) => Manifests.Check(
        $"zookeeper-{variant}", await Variants.RunAsync(Variants.Args(variant)), Variants.GivenPassword);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Pod_Variant_IsRestricted(string variant) =>
        PodSecurity.Check(await Variants.RunAsync(Variants.Args(variant)), "StatefulSet");

    /// <summary>A pod must not roll because the ensemble has another size: that would be a step of its own.</summary>
    [Fact]
    public async Task Servers_Changed_ChangesNoPod() => Assert.Equal(
        ManifestYaml.Write(Template(await Variants.RunAsync(new() { Servers = 3 }))!),
        ManifestYaml.Write(Template(await Variants.RunAsync(new() { Servers = 5 }))!));

    [Fact]
    public async Task Outputs_Scenario_HaveTheirShapesAndComeAfterTheService()
    {
        var run = await Variants.RunAsync(Variants.Scenario());
        var ensemble = run.Resources.OfType<ZookeeperEnsemble>().Single();

        Assert.Equal("zk.default.svc:2181", await OutputUtilities.GetValueAsync(ensemble.Endpoint));
        Assert.Equal(
            "zk-0.zk-servers.default.svc.cluster.local:2181,zk-1.zk-servers.default.svc.cluster.local:2181,"
            + "zk-2.zk-servers.default.svc.cluster.local:2181",
            await OutputUtilities.GetValueAsync(ensemble.ConnectionString));
        Assert.Equal("zk-auth", await OutputUtilities.GetValueAsync(ensemble.AuthSecretName));
        Assert.Contains(
            await OutputUtilities.GetDependenciesAsync(ensemble.Endpoint),
            resource => resource.GetResourceName() == "zk-service");
    }

    [Fact]
    public async Task Preview_UnknownInputs_DeclaresTheWholeTree()
    {
        var known = await Variants.RunAsync(Variants.Scenario());
        var args = Variants.Scenario();
        args.Namespace = OutputUtilities.CreateUnknown("data");
        var run = await Variants.RunAsync(args, preview: true);

        Assert.Equal(
            known.Mocks.Requests.Select(r => r.Name).Order(StringComparer.Ordinal),
            run.Mocks.Requests.Select(r => r.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(11)]
    public async Task Declare_EvenOrTooMany_DeclaresNothing(int servers)
    {
        var run = await ClusterRun.OfAsync(() => Assert.Contains(
            "RI2401", Assert.Throws<ResourceException>(
                () => new ZookeeperEnsemble("zk", new ZookeeperEnsembleArgs { Servers = servers })).Message));

        Assert.All(run.Mocks.Requests, request => Assert.Equal(ZookeeperEnsemble.Token, request.Type));
    }

    [Fact]
    public void CheckShape_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "zookeeper-impossible-shape",
        string.Join('\n', ZookeeperValidation.CheckShape("A-name", new ZookeeperEnsembleArgs
        {
            Servers = 4,
            Storage = new RedisStorage.Claims { OnDelete = ClaimDeletion.Delete },
            LogStorage = new RedisStorage.Claims { OnDelete = ClaimDeletion.Keep },
            ServerNodePorts = [30001, 30001, 80],
        })));

    [Fact]
    public void CheckValues_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "zookeeper-everything-wrong",
        string.Join('\n', ZookeeperValidation.CheckValues("zk", new ZookeeperInputValues
        {
            Namespace = "My Space",
            Image = "zookeeper",
            Memory = Quantity.Mebibytes(64),
            HeapPercent = 95,
            Password = "a, b",
            Config = new Dictionary<string, string>
            {
                ["server.4"] = "x", ["dataDir"] = "/x", ["a key"] = "x", ["snapCount"] = "", ["tickTime"] = "1\n2",
            }.ToImmutableDictionary(),
            Volumes = [(Quantity.Parse("0"), new()), (null, new() { Server = " ", Path = "export" })],
            UserId = 0,
            NodePort = 80,
            ClientAffinity = TimeSpan.FromDays(2),
            Monitoring = new MonitoringInputValues { Namespace = "Over There" },
        })));

    [Fact]
    public void Warn_RiskyShapes_SayWhatIsAtRisk()
    {
        Assert.Equal(["RI2405", "RI2406"], Warnings(new()
        {
            Servers = 1, LogStorage = new RedisStorage.Ephemeral(),
        }));
        Assert.Empty(Warnings(Variants.Scenario()));
    }

    private static IEnumerable<string> Warnings(ZookeeperEnsembleArgs args) =>
        ZookeeperValidation.Warn(ZookeeperSpec.From("zk", args)).Select(warning => warning.Code);

    private static object? Template(ClusterRun run) =>
        ((IDictionary)run.Mocks.InputsOf("zk-server")["spec"]!)["template"];
}
