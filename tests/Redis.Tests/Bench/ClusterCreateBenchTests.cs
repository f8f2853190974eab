using RedisInfra.Admin.Bench;
using Xunit.Abstractions;

namespace Redis.Tests.Bench;

public sealed class ClusterCreateBenchTests(ITestOutputHelper output)
{
    /// <summary>
    /// Published: 5 times and more. On a machine that is busy with something else 2 times tells a regression.
    /// </summary>
    [Fact]
    public async Task RunAsync_SixNodes_OursIsSeveralTimesFaster()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        var results = await ClusterCreateBench.RunAsync([6], rounds: 1, output.WriteLine, deadline.Token);

        Assert.True(results[0].Ratio > 2, results[0].ToString());
    }
}
