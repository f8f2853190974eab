using System.Collections.Immutable;
using Pulumi.Utilities;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Sentinel;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Sentinel;

public sealed class ManifestTests
{
    public static TheoryData<string> All => Variants.Names;

    /// <summary>The whole of what each variant declares, against files. A password shows as its place only.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Declare_Variant_MatchesManifests(string variant) => Manifests.Check(
        $"sentinel-{variant}", await RunAsync(Variants.Args(variant)), Variants.GivenPassword,
        Variants.SentinelPassword, Variants.UserPassword);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Pod_Variant_IsRestricted(string variant)
    {
        var args = Variants.Args(variant);
        var kinds = args.Proxy is null ? new[] { "StatefulSet" } : ["StatefulSet", "Deployment"];
        PodSecurity.Check(await RunAsync(args), kinds);
    }

    [Fact]
    public async Task Outputs_WithAndWithoutProxies_HaveTheirShapes()
    {
        var with = SetOf(await RunAsync(Variants.Scenario()));
        var without = SetOf(await RunAsync(Variants.Args("everything")));

        Assert.Equal("cache.default.svc:6379", await OutputUtilities.GetValueAsync(with.Endpoint));
        Assert.Equal("cache-read.default.svc:6379", await OutputUtilities.GetValueAsync(with.ReadEndpoint));
        Assert.Equal("cache-sentinel.data.svc:26379", await OutputUtilities.GetValueAsync(without.Endpoint));
        Assert.Equal(
            $"cache.default.svc:6379,password={Variants.GivenPassword}",
            await OutputUtilities.GetValueAsync(with.ConnectionString));
        Assert.Equal(
            $"cache-sentinel.data.svc:26379,serviceName=cache,password={Variants.GivenPassword}",
            await OutputUtilities.GetValueAsync(without.ConnectionString));
    }

    /// <summary>A client that knows Sentinel signs in to both as one user.</summary>
    [Fact]
    public async Task Users_OfBoth_HaveOnePasswordInTwoSecrets_AndPodsHaveDigestsOnly()
    {
        var run = await RunAsync(Variants.Args("everything"));

        var set = SetOf(run);
        Assert.Equal("cache-users", await OutputUtilities.GetValueAsync(set.UsersSecretName));
        Assert.Equal("cache-sentinel-users", await OutputUtilities.GetValueAsync(set.SentinelUsersSecretName));
        Assert.Equal(Variants.UserPassword, DataOf(run, "cache-users")["app"]);
        Assert.Equal(Variants.UserPassword, DataOf(run, "cache-sentinel-users")["app"]);
        Assert.Equal(
            RedisUsers.Line("app", Variants.UserPassword, "~app:* &app.* +@all -@dangerous")
            + RedisUsers.Line("web", RecordingMocks.GeneratedPassword, "~web:* +@read +@write"),
            DataOf(run, "cache-users-acl")["users"]);
        Assert.DoesNotContain(
            run.Mocks.Requests.Where(request => request.Type!.EndsWith("Set", StringComparison.Ordinal)),
            request => ManifestYaml.Write(request.Inputs).Contains(Variants.UserPassword));

        static ImmutableDictionary<string, object> DataOf(ClusterRun run, string name) =>
            (ImmutableDictionary<string, object>)run.Mocks.InputsOf(name)["stringData"];
    }

    [Fact]
    public async Task Outputs_NoUsers_NameNoSecretOfThem()
    {
        var set = SetOf(await RunAsync(new()));

        Assert.Equal("", await OutputUtilities.GetValueAsync(set.UsersSecretName));
        Assert.Equal("", await OutputUtilities.GetValueAsync(set.SentinelUsersSecretName));
    }

    /// <summary>Another size is another list, which is mounted: pods that run stay.</summary>
    [Fact]
    public async Task Members_Changed_RollsNoPod()
    {
        var (three, five) = (await RunAsync(new()), await RunAsync(new() { Members = 5, MinReplicasToWrite = 1 }));

        Assert.Equal(TemplateOf(three, "member"), TemplateOf(five, "member"));
        Assert.Equal(TemplateOf(three, "sentinel"), TemplateOf(five, "sentinel"));

        static string TemplateOf(ClusterRun run, string role) => ManifestYaml.Write(
            ((System.Collections.IDictionary)run.Mocks.InputsOf($"cache-{role}")["spec"]!)["template"]!);
    }

    /// <summary>Each under the name of the Service that is to have it, which may have it already.</summary>
    [Fact]
    public async Task Preflight_NodePortsOfAllServices_AreLookedAt()
    {
        var run = await RunAsync(new()
        {
            Proxy = new RedisSentinelProxyArgs { WriteService = At(30001), ReadService = At(30002) },
            SentinelService = At(30003),
        });

        Assert.Equal(
            """
            - argument: SentinelService.NodePort
              port: 30003
              service: cache-sentinel
            - argument: Proxy.WriteService.NodePort
              port: 30001
              service: cache
            - argument: Proxy.ReadService.NodePort
              port: 30002
              service: cache-read

            """,
            ManifestYaml.Write(run.Mocks.InputsOf("cache-preflight")["nodePorts"]));

        static RedisServiceArgs At(int port) => new() { Type = RedisServiceType.NodePort, NodePort = port };
    }

    private static RedisSentinel SetOf(ClusterRun run) => run.Resources.OfType<RedisSentinel>().Single();

    private static Task<ClusterRun> RunAsync(RedisSentinelArgs args) =>
        ClusterRun.OfAsync(() => _ = new RedisSentinel("cache", args));
}
