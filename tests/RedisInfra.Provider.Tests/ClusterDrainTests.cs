using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace RedisInfra.Provider.Tests;

/// <summary>What a ClusterDrain does without any server: checks, names, and previews that reach nobody.</summary>
public sealed class ClusterDrainTests : IDisposable
{
    private static readonly Urn s_urn = new("urn:pulumi:dev::redis::redisinfra:index:ClusterDrain::cache-drain");
    private readonly string _plans = Directory.CreateTempSubdirectory("redisinfra-plans-").FullName;
    private readonly FakeEngine _engine = new();
    private readonly FakePods _pods = new("data-cache-0-0", "data-cache-3-0", "data-cache-3-1");
    private readonly RedisInfraProvider _provider;

    public ClusterDrainTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(_pods), CancellationToken.None)
    {
        Plans = new PlanMemory(TimeProvider.System, _plans),
    });

    public void Dispose() => Directory.Delete(_plans, recursive: true);

    [Theory]
    [InlineData(3, 1, 4, 1)]
    [InlineData(4, 1, 3, 1)]
    [InlineData(3, 1, 3, 2)]
    public async Task Check_ShardsOrReplicasComeOrGo_NoFailures(int s1, int r1, int s2, int r2) =>
        Assert.Empty(await CheckAsync(Inputs(s1, r1), Inputs(s2, r2)));

    [Fact]
    public async Task Check_EverythingWrong_AllToldAtOnce() =>
        Assert.Equal(["clusterName RI3103", "members RI3101", "nodeTimeoutMs RI3102", "password RI3106"],
            await CheckAsync([], Inputs(2, 1).Remove("clusterName").SetItem("nodeTimeoutMs", new PropertyValue(1000))
                .SetItem("password", new PropertyValue("short"))));

    /// <summary>With two replicas instead of one, pod 2 is declared in another shard.</summary>
    [Fact]
    public async Task Check_MembersWouldChangeTheirShards_Refused() =>
        Assert.Equal(["members RI3310"], await CheckAsync(Single(3, 2), Single(3, 3)));

    /// <summary>One StatefulSet for all: who stands keeps the shard, new pods fill the places.</summary>
    [Theory]
    [InlineData(2, 3, 3, "001122012")]
    [InlineData(2, 4, 2, "00112233")]
    [InlineData(3, 3, 2, "002112")]
    public async Task Check_MembersKeepTheirShards_OnlyThoseWithoutAPlaceGetOne(
        int before, int shards, int members, string expected)
    {
        var response = await _provider.Check(new CheckRequest(
            s_urn, Keeping(3, before), Keeping(shards, members), []), CancellationToken.None);

        Assert.Empty(response.Failures ?? []);
        Assert.Equal(expected, Shards(response.Inputs!));
        // Again, from what was noted then.
        var again = await _provider.Check(new CheckRequest(
            s_urn, response.Inputs!.ToImmutableDictionary(), Keeping(shards, members), []), CancellationToken.None);
        Assert.Equal(expected, Shards(again.Inputs!));
    }

    [Fact]
    public async Task Check_AFirstDeployment_IsAsDeclared()
    {
        var response = await _provider.Check(
            new CheckRequest(s_urn, [], Keeping(3, 2), []), CancellationToken.None);

        Assert.Equal("001122", Shards(response.Inputs!));
    }

    [Fact]
    public async Task Update_AReplicaCarriesAnotherShardOn_PreviewNamesWhoLeavesAndWhoChanges()
    {
        var checkedInputs = (await _provider.Check(new CheckRequest(
            s_urn, Keeping(3, 3), Keeping(3, 2), []), CancellationToken.None)).Inputs!.ToImmutableDictionary();

        var outputs = (await UpdateAsync(Keeping(3, 3), checkedInputs, preview: true)).Outputs!;

        Assert.Contains("cache-6, cache-7, cache-8 leave, cache-2 goes from shard 0 to 2, cache-5 goes from shard 1 to "
            + "2; unknown until deployed", Assert.Single(_engine.Lines).Message);
        Assert.True(outputs["safeMembers"].TryGetArray(out var names));
        Assert.Equal(6, names.Length);
        Assert.Equal("002112", Shards(outputs));
    }

    [Fact]
    public async Task Check_AllMembersWouldBeOthers_Refused() =>
        Assert.Equal(["members RI3312"], await CheckAsync(Inputs(3, 1), Single(3, 2)));

    [Fact]
    public async Task Update_NobodyCanBeReached_PreviewSaysUnknownAndNamesWhoMayStay()
    {
        var outputs = (await UpdateAsync(Inputs(4, 1), Inputs(3, 1), preview: true)).Outputs!;

        Assert.Contains("cache-3-0, cache-3-1 leave; unknown until deployed", Assert.Single(_engine.Lines).Message);
        Assert.True(outputs["safeMembers"].TryGetArray(out var names));
        Assert.Equal(6, names.Length);
    }

    [Fact]
    public async Task Update_NobodyLeaves_SaysNothing()
    {
        var outputs = (await UpdateAsync(Inputs(3, 1), Inputs(4, 1), preview: false)).Outputs!;

        Assert.Empty(_engine.Lines);
        Assert.True(outputs["safeMembers"].TryGetArray(out var names));
        Assert.Equal(8, names.Length);
    }

    [Fact]
    public async Task Create_FirstUp_SaysNothing()
    {
        var created = await _provider.Create(
            new CreateRequest(s_urn, Inputs(3, 1), TimeSpan.Zero, preview: false), CancellationToken.None);

        Assert.Equal("prod/cache", created.Id);
        Assert.Empty(_engine.Lines);
    }

    private static ImmutableDictionary<string, PropertyValue> Inputs(int shards, int replicas) =>
        Bags.Valid(shards, replicas).RemoveRange(["nodeTimeoutMs", "workloads"])
            .SetItem("kubernetes", Bags.Kubernetes());

    private static ImmutableDictionary<string, PropertyValue> Single(int shards, int members) =>
        Inputs(3, 1).SetItem("members", Bags.List([.. Enumerable.Range(0, shards * members).Select(pod =>
            Bags.Member($"cache-{pod}", pod / members, pod % members, $"cache-{pod}.cache-nodes.prod.svc", 6379))]));

    private static ImmutableDictionary<string, PropertyValue> Keeping(int shards, int members) =>
        Single(shards, members).SetItem("keepsShards", new PropertyValue(true));

    private static string Shards(IDictionary<string, PropertyValue> bag)
    {
        Assert.True(bag["members"].TryGetArray(out var items));
        return string.Concat(items.Select(item =>
        {
            Assert.True(item.TryGetMap(out var map));
            Assert.True(map!["shard"].TryGetNumber(out double shard));
            return (int)shard;
        }));
    }

    private async Task<List<string>> CheckAsync(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs)
    {
        var response = await _provider.Check(new CheckRequest(s_urn, old, inputs, []), CancellationToken.None);
        return [.. (response.Failures ?? []).Select(failure => $"{failure.Property} {failure.Reason.Split(' ')[0]}")
            .Order(StringComparer.Ordinal)];
    }

    private Task<UpdateResponse> UpdateAsync(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs,
        bool preview) => _provider.Update(
            new UpdateRequest(s_urn, "prod/cache", old, inputs, TimeSpan.Zero, [], preview, old),
            CancellationToken.None);
}
