using Pulumi;
using Pulumi.Experimental;
using Pulumi.Hosting;

namespace Embedded.Pulumi.Tests.Runtime;

public sealed class LogTests
{
    [Fact]
    public async Task Log_EverySeverity_ReachesTheHostInOrder()
    {
        var monitor = await TestRun.OfAsync(() =>
        {
            var thing = new Thing("t");
            Log.Debug("d");
            Log.Info("i", thing, streamId: 4);
            Log.Warn("w");
        });

        Assert.Equal(
            [(LogSeverity.Debug, "d", 0), (LogSeverity.Info, "i", 4), (LogSeverity.Warning, "w", 0)],
            monitor.Messages.Select(message => (message.Severity, message.Message, message.StreamId)));
        Assert.EndsWith("::t", monitor.Messages[1].Urn!.Value);
    }

    [Fact]
    public async Task Log_AboutAResourceThatFailed_IsShownAtTheStack()
    {
        var monitor = new RecordingMonitor
        {
            Answer = request => request.Custom ? throw new HostStoppedException() : null,
        };
        await TestRun.RunAsync(monitor, () => Deployment.RunAsync(async () =>
        {
            Log.Warn("about it", new Thing("t"));
            await Task.Yield();
        }));

        await WaitForAsync(() => monitor.Messages.Count > 0);
        Assert.Null(Assert.Single(monitor.Messages).Urn);
    }

    [Fact]
    public async Task Log_HostRefusesMessages_FailsTheRunButDoesNotHang()
    {
        var exit = await TestRun.RunAsync(
            new RecordingMonitor { OnLog = _ => throw new IOException("gone") },
            () => Deployment.RunAsync(() => Log.Info("lost")));

        Assert.Equal(1, exit);
    }

    [Fact]
    public async Task ToString_OfAnOutputInAProgram_Warns()
    {
        var monitor = await TestRun.OfAsync(() => _ = $"{Output.Create(1)}");
        Assert.Equal(LogSeverity.Warning, Assert.Single(monitor.Messages).Severity);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition()) await Task.Delay(10, deadline.Token);
    }
}
