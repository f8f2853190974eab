using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Tests.Slots;

public sealed class SlotTests
{
    private static readonly Arbitrary<int[]> s_slots =
        Gen.Choose(0, SlotRange.SlotCount - 1).ArrayOf().ToArbitrary();

    [Theory]
    [InlineData("0-5460", 0, 5460)]
    [InlineData("7", 7, 7)]
    [InlineData("16383", 16383, 16383)]
    public void Parse_ARange_RoundTrips(string text, int first, int last)
    {
        Assert.Equal(new SlotRange(first, last), SlotRange.Parse(text));
        Assert.Equal(text, SlotRange.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("5-4")]
    [InlineData("0-16384")]
    [InlineData("a-b")]
    [InlineData("0 - 5")]
    public void TryParse_NoRange_False(string text) => Assert.False(SlotRange.TryParse(text, out _));

    [Fact]
    public void SlotSet_Algebra_IsThatOfSets() => Prop.ForAll(s_slots, s_slots, (a, b) =>
    {
        var (x, y) = (SlotSet.OfSlots(a), SlotSet.OfSlots(b));
        return x.Union(y).SequenceEqual(a.Union(b).Order())
            && x.Intersect(y).SequenceEqual(a.Intersect(b).Order())
            && x.Except(y).SequenceEqual(a.Except(b).Order())
            && x.Overlaps(y) == a.Intersect(b).Any()
            && x.Count == a.Distinct().Count();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void SlotSet_TextForm_RoundTripsWithFewestRanges() => Prop.ForAll(s_slots, slots =>
    {
        var set = SlotSet.OfSlots(slots);
        var ranges = set.Ranges.ToList();
        return SlotSet.Parse(set.ToString()).Equals(set)
            && ranges.Zip(ranges.Skip(1)).All(pair => pair.First.Last + 1 < pair.Second.First);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Even_AnyShardCount_CoversAllSlotsContiguouslyAndEvenWithinOne() =>
        Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), shards =>
        {
            var layout = SlotLayout.Even(shards);
            var counts = layout.Select(range => range.Count).ToList();
            return SlotSet.Of(layout).Equals(SlotSet.All) && counts.Sum() == SlotRange.SlotCount
                && counts.Max() - counts.Min() <= 1;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("foo", 12182)]
    [InlineData("bar", 5061)]
    [InlineData("123456789", 12739)]
    [InlineData("", 0)]
    public void KeySlot_KnownKeys_AsRedisSays(string key, int slot) => Assert.Equal(slot, KeySlot.Of(key));

    [Theory]
    [InlineData("{user1000}.following", "user1000")]
    [InlineData("foo{}{bar}", "foo{}{bar}")]
    [InlineData("foo{{bar}}zap", "{bar")]
    [InlineData("foo{bar}{zap}", "bar")]
    [InlineData("foo{bar", "foo{bar")]
    public void HashTag_TheSpecificationsExamples_Agree(string key, string hashed) =>
        Assert.Equal(hashed, Encoding.UTF8.GetString(KeySlot.HashTag(Encoding.UTF8.GetBytes(key))));
}
