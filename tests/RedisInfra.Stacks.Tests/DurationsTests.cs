using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("15s", 15_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    public void TryParse_Duration_IsRead(string text, int milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("15")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("15 s")]
    [InlineData("15sec")]
    [InlineData("99999999h")]
    [InlineData("")]
    public void TryParse_NoDuration_IsFalse(string text) => Assert.False(Durations.TryParse(text, out _));
}
