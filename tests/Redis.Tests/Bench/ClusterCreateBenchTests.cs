using RedisInfra.Admin.Bench;
using Xunit.Abstractions;

namespace Redis.Tests.Bench;

public sealed class ClusterCreateBenchTests(ITestOutputHelper output)
{
    private const int Tries = 4;

    /// <summary>
    /// Published: 5 times and more. On a machine that is busy with something else 2 times tells a regression, which is
    /// there each time; a stall isn't.
    /// </summary>
    [Fact]
    public async Task RunAsync_SixNodes_OursIsSeveralTimesFaster()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        var tried = new List<ClusterCreateResult>();
        while (tried.Count < Tries && !tried.Any(result => result.Ratio > 2))
            tried.AddRange(await ClusterCreateBench.RunAsync([6], rounds: 1, output.WriteLine, deadline.Token));

        Assert.True(tried[^1].Ratio > 2, string.Join('\n', tried));
    }
}
