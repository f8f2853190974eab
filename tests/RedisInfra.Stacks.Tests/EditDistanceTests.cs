using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Tests;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("shards", "shards", 0)]
    [InlineData("shrads", "shards", 1)]
    [InlineData("shard", "shards", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Between_TwoWords_CountsChanges(string left, string right, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(left, right));
        Assert.Equal(distance, EditDistance.Between(right, left));
    }

    [Theory]
    [InlineData("Shards", "shards")]
    [InlineData("replicaPerShard", "replicasPerShard")]
    [InlineData("replicas", "replicasPerShard")]
    [InlineData("completelyElse", null)]
    public void Nearest_Word_IsWhatWasMeantOrNothing(string word, string? meant) =>
        Assert.Equal(meant, EditDistance.Nearest(word, ["topology", "shards", "replicasPerShard"]));
}
