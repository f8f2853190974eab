using RedisInfra.Model.Topology;
using RedisInfra.Provider.Drain;

namespace RedisInfra.Provider.Tests;

/// <summary>Members are written as their shards, by number: "0011" is four of two shards.</summary>
public sealed class MemberChangesTests
{
    [Theory]
    [InlineData("001122", "001122012", "", "")] // replicas come
    [InlineData("001122012", "001122", "6 7 8", "")] // and go
    [InlineData("00112233", "001122", "6 7", "")] // a shard goes
    [InlineData("000111222", "002112", "6 7 8", "2>2 5>2")] // a shard's members go, others carry it on
    [InlineData("001122330123", "001122120", "6 7 9 10 11", "")] // its pods stay and the shard goes: they come back
    [InlineData("001122012", "001122333", "6 7 8", "")] // a shard comes where replicas stood: they come back
    public void Of_FromOneToAnother_LeaveOrChange(string before, string after, string leaving, string changing)
    {
        var changes = MemberChanges.Of(Members(before), Members(after));

        Assert.Equal(leaving, string.Join(' ', changes.Leaving.Select(int.Parse).Order()));
        Assert.Equal(changing, string.Join(' ', changes.Changing.Select(pair => $"{pair.Key}>{pair.Value}").Order()));
        Assert.Equal(leaving.Length + changing.Length > 0, changes.Any);
    }

    private static IEnumerable<Member> Members(string shards) =>
        shards.Select((shard, pod) => new Member($"{pod}", shard - '0', 0, "127.0.0.1", 7000 + pod));
}
