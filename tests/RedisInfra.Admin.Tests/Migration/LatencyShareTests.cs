using RedisInfra.Admin.Migration;

namespace RedisInfra.Admin.Tests.Migration;

public sealed class LatencyShareTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(5);

    [Fact]
    public void Seen_AboveTheLimit_HalvesDownToTheLeast()
    {
        var share = new LatencyShare();

        share.Seen(s_limit * 2, s_limit);
        double once = share.Value;
        for (int i = 0; i < 20; i++) share.Seen(s_limit * 2, s_limit);

        Assert.Equal(0.5, once);
        Assert.Equal(LatencyShare.Least, share.Value);
    }

    [Fact]
    public void Seen_WithinTheLimit_IsWonBackSlowly()
    {
        var share = new LatencyShare();
        share.Seen(s_limit * 2, s_limit);

        share.Seen(s_limit, s_limit);
        double once = share.Value;
        for (int i = 0; i < 200; i++) share.Seen(s_limit / 2, s_limit);

        Assert.InRange(once, 0.5, 0.6);
        Assert.Equal(1, share.Value);
    }

    [Fact]
    public void Rest_OfAShare_IsTheOtherPart()
    {
        var share = new LatencyShare();
        Assert.Equal(TimeSpan.Zero, share.Rest(s_limit));

        share.Seen(s_limit * 2, s_limit);
        share.Seen(s_limit * 2, s_limit);

        Assert.Equal(s_limit * 3, share.Rest(s_limit));
    }
}
