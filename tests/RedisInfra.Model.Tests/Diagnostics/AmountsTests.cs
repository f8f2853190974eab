using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Tests.Diagnostics;

public sealed class AmountsTests
{
    [Theory]
    [InlineData(0, "0 slots")]
    [InlineData(1, "1 slot")]
    [InlineData(16384, "16,384 slots")]
    public void Count_ANumberOfThings_HasItsPlural(long number, string text) =>
        Assert.Equal(text, Amounts.Count(number, "slot"));

    [Theory]
    [InlineData(1, "a and 2 more")]
    [InlineData(2, "a, b and 1 more")]
    [InlineData(3, "a, b, c")]
    public void List_MoreThanFit_AreCounted(int most, string text) =>
        Assert.Equal(text, Amounts.List(["a", "b", "c"], most));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(5L << 30, "5.0 GiB")]
    public void Bytes_AnyNumber_HasItsUnit(long bytes, string text) => Assert.Equal(text, Amounts.Bytes(bytes));

    [Theory]
    [InlineData(3.21, "3.2 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3780, "1 h 3 min")]
    public void Time_AMeasuredOne_HasTwoUnitsAtMost(double seconds, string text) =>
        Assert.Equal(text, Amounts.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "1 s")]
    [InlineData(3.25, "4 s")]
    [InlineData(59.5, "1 min")]
    [InlineData(61, "2 min")]
    [InlineData(3599.5, "1 h 0 min")]
    [InlineData(3780, "1 h 3 min")]
    public void About_AnEstimate_IsRoundedUp(double seconds, string text) =>
        Assert.Equal(text, Amounts.About(TimeSpan.FromSeconds(seconds)));
}
