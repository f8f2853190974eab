using RedisInfra.Admin.Migration;

namespace RedisInfra.Admin.Tests.Migration;

public sealed class MigratePaceTests
{
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Took_KeysThatAreQuick_AsManyAsTheBudgetHas()
    {
        var pace = new MigratePace(s_budget);

        for (int i = 0; i < 50; i++) pace.Took(pace.Keys, TimeSpan.FromMicroseconds(5.0 * pace.Keys), TimeSpan.Zero);

        Assert.InRange(pace.Keys, 190, 210);
    }

    /// <summary>On a busy machine each batch waits for a processor: fewer keys would wait as long.</summary>
    [Fact]
    public void Took_EachBatchWaitsHoweverSmall_KeepsMovingMany()
    {
        var pace = new MigratePace(s_budget);
        pace.Expect(bytesPerKey: 200);

        for (int i = 0; i < 200; i++) pace.Took(pace.Keys, TimeSpan.FromMilliseconds(4), TimeSpan.Zero);

        Assert.InRange(pace.Keys, 40, 60);
    }

    [Fact]
    public void Took_LargeKeysThatAreSlow_OneAtATime()
    {
        var pace = new MigratePace(s_budget);
        pace.Expect(bytesPerKey: 300_000);

        for (int i = 0; i < 50; i++) pace.Took(pace.Keys, TimeSpan.FromMilliseconds(3.0 * pace.Keys), TimeSpan.Zero);

        Assert.Equal(1, pace.Keys);
    }
}
