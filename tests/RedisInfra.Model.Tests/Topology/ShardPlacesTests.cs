using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Topology;

public sealed class ShardPlacesTests
{
    [Theory]
    [InlineData(3, 2, 3, 3, "001122012")] // a replica more for each shard
    [InlineData(3, 2, 4, 2, "00112233")] // a shard more
    [InlineData(3, 2, 4, 3, "001122330123")] // both
    [InlineData(4, 2, 3, 2, "001122")] // a shard less
    [InlineData(3, 3, 3, 2, "002112")] // a replica less: the third of a and b carry c on
    [InlineData(3, 2, 3, 1, "021")] // no replicas any more
    public void Keep_FromAFirstDeployment_AsFewAsPossibleChange(int s1, int m1, int s2, int m2, string shards)
    {
        var places = Keep(Numbered(s1, m1), Numbered(s2, m2));

        Assert.Equal(shards, Shards(places));
        AssertWhole(places, s2, m2);
    }

    /// <summary>What came last goes first: then everybody else stays where it is.</summary>
    [Fact]
    public void Keep_TakenBackInTheOppositeOrder_NobodyChanges()
    {
        var first = Numbered(3, 2);
        var shards = Keep(first, Numbered(4, 2));
        var replicas = Keep(shards, Numbered(4, 3));

        Assert.Equal("001122330123", Shards(replicas));
        Assert.Equal(shards, Keep(replicas, Numbered(4, 2)));
        Assert.Equal(first, Keep(shards, Numbered(3, 2)));
    }

    /// <summary>Replicas came, then a shard, and then the replicas go: the last pods are the shard's.</summary>
    [Fact]
    public void Keep_TakenBackInAnotherOrder_AsFewAsPossibleChange()
    {
        var replicas = Keep(Numbered(3, 2), Numbered(3, 3));
        var shards = Keep(replicas, Numbered(4, 3));
        Assert.Equal("001122012333", Shards(shards));

        var back = Keep(shards, Numbered(4, 2));

        Assert.Equal("00112233", Shards(back));
        Assert.Equal(2, back.Zip(shards).Count(pair => pair.First.Shard != pair.Second.Shard));
    }

    /// <summary>Whatever came before: sizes are as declared, none changes without need, again is the same.</summary>
    [Fact]
    public void Keep_AnyHistory_KeepsItsPromises()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var stood = Numbered(random.Next(3, 7), random.Next(1, 5));
            for (int step = 0; step < 8; step++)
            {
                var declared = Numbered(random.Next(3, 7), random.Next(1, 5));

                var places = Keep(stood, declared);

                int shards = declared.Max(place => place.Shard) + 1;
                int members = declared.Count / shards;
                AssertWhole(places, shards, members);
                Assert.Equal(declared.Select(place => place.Name), places.Select(place => place.Name));
                Assert.Equal(places, Keep(places, declared));
                var before = stood.ToDictionary(place => place.Name);
                Assert.All(places.Where(place => before.TryGetValue(place.Name, out var was)
                    && was.Shard != place.Shard), place => Assert.True(
                        before[place.Name].Shard >= shards || places.Count(other => other.Shard
                            == before[place.Name].Shard && before.ContainsKey(other.Name)) == members,
                        $"seed {seed}: {place.Name} changes its shard"));
                stood = places;
            }
        }
    }

    private static List<ShardPlace> Keep(List<ShardPlace> stood, List<ShardPlace> declared) =>
        [.. ShardPlaces.Keep(stood, declared)];

    private static void AssertWhole(List<ShardPlace> places, int shards, int members)
    {
        var groups = places.GroupBy(place => place.Shard).OrderBy(group => group.Key).ToList();
        Assert.Equal(Enumerable.Range(0, shards), groups.Select(group => group.Key));
        Assert.All(groups, group => Assert.Equal(
            Enumerable.Range(0, members), group.Select(place => place.Index).Order()));
    }

    /// <summary>As a first deployment declares them: the members of a shard beside one another.</summary>
    private static List<ShardPlace> Numbered(int shards, int members) =>
    [
        .. Enumerable.Range(0, shards * members)
            .Select(pod => new ShardPlace($"orders-{pod}", pod / members, pod % members)),
    ];

    private static string Shards(IEnumerable<ShardPlace> places) =>
        string.Concat(places.Select(place => place.Shard));
}
