using RedisInfra.Admin.Bench.Workload;

namespace RedisInfra.Admin.Tests.Bench;

public class LatencyHistogramTests
{
    [Fact]
    public void Percentile_Empty_IsZero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(99));

    [Theory]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(99)]
    [InlineData(100)]
    public void Percentile_OneToTenThousandMicroseconds_IsWithinThreePercent(double percent)
    {
        var histogram = new LatencyHistogram();
        for (int i = 1; i <= 10_000; i++) histogram.Add(TimeSpan.FromMicroseconds(i));
        double exact = 10_000 * percent / 100;

        double read = histogram.Percentile(percent).TotalMicroseconds;

        Assert.InRange(read, exact, exact * 1.033);
        Assert.Equal(10_000, histogram.Count);
    }

    [Fact]
    public void Percentile_OfOneTime_IsItsClass()
    {
        for (long microseconds = 1; microseconds < 1L << 40; microseconds = (microseconds * 3) + 1)
        {
            var histogram = new LatencyHistogram();
            histogram.Add(TimeSpan.FromMicroseconds(microseconds));
            Assert.InRange(histogram.Percentile(100).TotalMicroseconds, microseconds, (microseconds * 1.033) + 1);
        }
    }

    [Fact]
    public void Clear_Always_ForgetsAll()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromSeconds(1));

        histogram.Clear();

        Assert.Equal(0, histogram.Count);
    }
}
