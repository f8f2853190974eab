namespace Kubernetes.Tests.EndToEnd;

internal static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is yes; fails the test at the deadline.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> what)
    {
        using var deadline = new CancellationTokenSource(limit);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                Assert.Fail($"not within {limit.TotalSeconds:0} s: {what()}");
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
