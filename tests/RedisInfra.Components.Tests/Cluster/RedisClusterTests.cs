using System.Collections;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Utilities;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Cluster;

public sealed class RedisClusterTests
{
    /// <summary>Transformations reach a component's descendants only, so what they saw is its tree.</summary>
    [Fact]
    public async Task Declare_Default_MakesThisTree()
    {
        var tree = new List<string>();
        RedisCluster? cluster = null;
        await ClusterRun.OfAsync(() => cluster = new RedisCluster("cache", new RedisClusterArgs(), new()
        {
            ResourceTransformations =
            {
                seen =>
                {
                    var parent = seen.Options.Parent?.GetResourceName() ?? "-";
                    tree.Add($"{parent} > {seen.Resource.GetResourceType()} {seen.Resource.GetResourceName()}");
                    return null;
                },
            },
        }));

        Assert.NotNull(cluster);
        Assert.Equal(
            [
                "- > redisinfra:index:RedisCluster cache",
                "cache > kubernetes:apps/v1:StatefulSet cache-shard-0",
                "cache > kubernetes:apps/v1:StatefulSet cache-shard-1",
                "cache > kubernetes:apps/v1:StatefulSet cache-shard-2",
                "cache > kubernetes:core/v1:ConfigMap cache-config",
                "cache > kubernetes:core/v1:Secret cache-auth",
                "cache > kubernetes:core/v1:Service cache-nodes",
                "cache > kubernetes:core/v1:Service cache-service",
                "cache > kubernetes:core/v1:ServiceAccount cache-account",
                "cache > kubernetes:policy/v1:PodDisruptionBudget cache-shard-0-budget",
                "cache > kubernetes:policy/v1:PodDisruptionBudget cache-shard-1-budget",
                "cache > kubernetes:policy/v1:PodDisruptionBudget cache-shard-2-budget",
                "cache > random:index/randomPassword:RandomPassword cache-auth-password",
                "cache > redisinfra:index:ClusterDrain cache-drain",
                "cache > redisinfra:index:ClusterTopology cache-topology",
                "cache > redisinfra:index:Preflight cache-preflight",
                "cache > redisinfra:index:VolumeExpansion cache-shard-0-volumes",
                "cache > redisinfra:index:VolumeExpansion cache-shard-1-volumes",
                "cache > redisinfra:index:VolumeExpansion cache-shard-2-volumes",
            ],
            tree.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Outputs_Declared_HaveTheirShapes()
    {
        var cluster = (await ClusterRun.OfAsync(new RedisClusterArgs { Namespace = "data" })).Cluster;

        Assert.Equal("cache.data.svc:6379", await OutputUtilities.GetValueAsync(cluster.Endpoint));
        Assert.Equal("cache-auth", await OutputUtilities.GetValueAsync(cluster.AuthSecretName));
        Assert.Equal("data", await OutputUtilities.GetValueAsync(cluster.Namespace));
        Assert.Equal("ok", await OutputUtilities.GetValueAsync(cluster.State));
        Assert.Equal(3, await OutputUtilities.GetValueAsync(cluster.Masters));
        Assert.Equal(3, await OutputUtilities.GetValueAsync(cluster.Replicas));
        Assert.Equal(16384, await OutputUtilities.GetValueAsync(cluster.SlotsAssigned));
        Assert.StartsWith("cache-config-", await OutputUtilities.GetValueAsync(cluster.ConfigMapName));
        var members = await OutputUtilities.GetValueAsync(cluster.Members);
        Assert.Equal(6, members.Length);
        Assert.Equal("cache-0-0.cache-nodes.data.svc.cluster.local:6379", members[0]);
        Assert.Equal(
            $"cache.data.svc:6379,password={RecordingMocks.GeneratedPassword}",
            await OutputUtilities.GetValueAsync(cluster.ConnectionString));
        Assert.True(await Output.IsSecretAsync(cluster.ConnectionString));
        Assert.False(await Output.IsSecretAsync(cluster.Endpoint));
    }

    /// <summary>Who uses an output comes after the formed cluster.</summary>
    [Fact]
    public async Task Outputs_Declared_DependOnTheTopology()
    {
        var cluster = (await ClusterRun.OfAsync(new RedisClusterArgs())).Cluster;

        Assert.Contains(
            await OutputUtilities.GetDependenciesAsync(cluster.ConnectionString),
            resource => resource is ClusterTopology);
        Assert.Contains(
            await OutputUtilities.GetDependenciesAsync(cluster.Endpoint), resource => resource is ClusterTopology);
    }

    [Theory]
    [InlineData("default", RecordingMocks.GeneratedPassword)]
    [InlineData("given-password", Variants.GivenPassword)]
    public async Task Declare_AnyPassword_StandsInSecretInputsOnly(string variant, string password)
    {
        var run = await ClusterRun.OfAsync(Variants.Args(variant));

        var places = run.Mocks.Requests.SelectMany(request => Texts(request.Inputs, request.Name!))
            .Where(text => text.Value.Contains(password, StringComparison.Ordinal))
            .Select(text => text.Path)
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            variant == "default"
                ? ["cache-auth.stringData.password", "cache-drain.password", "cache-topology.password"]
                : ["cache-auth-revision.keepers.password", "cache-auth.stringData.password", "cache-drain.password",
                    "cache-topology.password"],
            places);
    }

    [Fact]
    public async Task Declare_PlainPassword_IsMarkedSecretWhereItStands()
    {
        var marks = new List<(string Name, Task<bool> IsSecret)>();
        var options = new ComponentResourceOptions
        {
            ResourceTransformations =
            {
                transformed =>
                {
                    Input<string>? password = transformed.Args switch
                    {
                        SecretArgs secret => secret.StringData.Apply(data => data["password"]),
                        ClusterTopologyArgs topology => topology.Password,
                        ClusterDrainArgs drain => drain.Password,
                        Pulumi.Random.RandomIdArgs revision => revision.Keepers.Apply(keepers => keepers["password"]),
                        _ => null,
                    };
                    if (password is not null)
                        marks.Add((transformed.Resource.GetResourceName(), Output.IsSecretAsync(password.ToOutput())));
                    return null;
                },
            },
        };
        await ClusterRun.OfAsync(() =>
            _ = new RedisCluster("cache", new RedisClusterArgs { Password = Variants.GivenPassword }, options));

        Assert.Equal(4, marks.Count);
        foreach (var (name, isSecret) in marks) Assert.True(await isSecret, name);
    }

    [Fact]
    public async Task Declare_TwoInstances_ShareNoName()
    {
        var run = await ClusterRun.OfAsync(() =>
        {
            _ = new RedisCluster("cache", new RedisClusterArgs());
            _ = new RedisCluster("orders", new RedisClusterArgs { Workload = RedisWorkload.Single });
        });

        Assert.Distinct(run.Mocks.Requests.Select(request => (request.Type, request.Name)));
        Assert.Distinct(run.Mocks.Requests
            .Where(request => request.Inputs.ContainsKey("metadata"))
            .Select(request => (request.Type, ((IDictionary)request.Inputs["metadata"])["name"])));
    }

    [Fact]
    public async Task Preview_UnknownInputs_DeclaresTheWholeTree()
    {
        var known = await ClusterRun.OfAsync(new RedisClusterArgs { Password = "given-by-something" });
        var run = await ClusterRun.OfAsync(
            () => _ = new RedisCluster("cache", new RedisClusterArgs
            {
                Namespace = OutputUtilities.CreateUnknown("data"),
                Password = OutputUtilities.CreateUnknown("a-password-to-come"),
                NodeTimeout = OutputUtilities.CreateUnknown(TimeSpan.FromSeconds(5)),
                Config = { ["slowlog-max-len"] = OutputUtilities.CreateUnknown("1") },
            }),
            preview: true);

        Assert.Equal(
            known.Mocks.Requests.Select(r => r.Name).Order(StringComparer.Ordinal),
            run.Mocks.Requests.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.False(await OutputUtilities.GetIsKnownAsync(run.Cluster.Endpoint));
    }

    private static IEnumerable<(string Path, string Value)> Texts(object? value, string path) => value switch
    {
        string text => [(path, text)],
        IDictionary map => map.Keys.Cast<string>().SelectMany(key => Texts(map[key], $"{path}.{key}")),
        IEnumerable list => list.Cast<object?>().SelectMany((entry, index) => Texts(entry, $"{path}[{index}]")),
        _ => [],
    };
}
