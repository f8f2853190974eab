using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Tests.Migration;

public sealed class KeyListingTests
{
    /// <summary>A slot that ends exactly with a batch leaves an empty answer, and others still have keys.</summary>
    [Fact]
    public void Ask_AfterAnEmptyAnswer_GoesOnWithTheOthers()
    {
        var listing = new KeyListing([(1, 100), (2, 10)]);
        Assert.Single(listing.Ask(10));
        listing.Read([Keys(15)]);
        for (int left = 85; left > 0; left -= 15)
        {
            Assert.Single(listing.Ask(10));
            listing.Read([Keys(Math.Min(15, left))]);
        }

        Assert.Single(listing.Ask(10));
        Assert.Single(listing.Read([Keys(10)]));
        Assert.Empty(listing.Ask(10));
    }

    [Fact]
    public void Ask_ASlotOfLittleMoreThanABatch_IsNotCut()
    {
        var listing = new KeyListing([(1, 12), (2, 12)]);

        Assert.Single(listing.Ask(10));
        Assert.Equal(12, listing.Read([Keys(12)]).Single().Keys.Count);

        Assert.Equal(12, listing.Left);
    }

    private static RespValue Keys(int count) =>
        RespValue.Of([.. Enumerable.Range(0, count).Select(i => RespValue.Bulk($"key:{i}"))]);
}
