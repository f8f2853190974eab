using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Tests.Cluster;

public sealed class LayoutTests
{
    [Fact]
    public void Of_PerShard_NamesPodsByShardAndIndex() => Assert.Equal(
        ["cache-0-0 0 0", "cache-0-1 0 1", "cache-1-0 1 0", "cache-1-1 1 1", "cache-2-0 2 0", "cache-2-1 2 1"],
        Members(new RedisClusterArgs()));

    [Fact]
    public void Of_Single_KeepsAShardsPodsTogether() => Assert.Equal(
        ["cache-0 0 0", "cache-1 0 1", "cache-2 1 0", "cache-3 1 1", "cache-4 2 0", "cache-5 2 1"],
        Members(new RedisClusterArgs { Workload = RedisWorkload.Single }));

    /// <summary>
    /// 6 to 8 pods and back, as in the scenario: who is there stays in its shard, and the last pods are a shard.
    /// </summary>
    [Theory]
    [InlineData(RedisWorkload.PerShard)]
    [InlineData(RedisWorkload.Single)]
    public void Of_OneShardMore_LeavesTheOthersAsTheyAre(RedisWorkload workload)
    {
        var small = Members(new RedisClusterArgs { Workload = workload });
        var large = Members(new RedisClusterArgs { Workload = workload, Shards = 4 });

        Assert.Equal(small, large.Take(6));
        Assert.All(large.Skip(6), member => Assert.Contains(" 3 ", member));
    }

    [Fact]
    public void Of_LongestName_FitsWhatKubernetesTakes()
    {
        var name = new string('a', 48);
        Assert.Empty(RedisClusterValidation.CheckShape(name, new RedisClusterArgs { Shards = 500 }));
        Assert.All(
            RedisClusterLayout.Of(RedisClusterSpec.From(name, new RedisClusterArgs { Shards = 500 })).Workloads,
            workload => Assert.InRange(workload.Name.Length, 1, 52));
    }

    private static List<string> Members(RedisClusterArgs args) => [.. RedisClusterLayout
        .Of(RedisClusterSpec.From("cache", args)).Members
        .Select(member => $"{member.Pod} {member.Shard} {member.Index}")];
}
