using RedisInfra.Cli.Common;

namespace RedisInfra.Cli.Tests.Common;

public class ChildTests
{
    [Fact]
    public async Task Run_Always_GivesLinesAndExitCode()
    {
        var lines = new List<string>();
        var exit = await Child.RunAsync(
            "sh", ["-c", "echo out; echo err >&2; exit 7"], lines.Add, CancellationToken.None);
        Assert.Equal(7, exit);
        Assert.Equal(["err", "out"], lines.Order());
    }

    [Fact]
    public async Task Run_Cancelled_KillsTheWholeTree()
    {
        using var cancel = new CancellationTokenSource();
        int child = 0;
        var run = Child.RunAsync(
            "sh", ["-c", "sleep 1000 & echo $!; wait"],
            line =>
            {
                child = int.Parse(line);
                cancel.Cancel();
            },
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (IsAlive(child))
        {
            await Task.Delay(50, deadline.Token);
        }
    }

    // A dead process whose parent hasn't asked for it yet is a zombie: its command line is empty.
    private static bool IsAlive(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
