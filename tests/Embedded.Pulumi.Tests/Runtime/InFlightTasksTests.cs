using Pulumi;

namespace Embedded.Pulumi.Tests.Runtime;

public sealed class InFlightTasksTests
{
    private readonly InFlightTasks _tasks = new();

    [Fact]
    public async Task IdleAsync_NothingRuns_ReturnsAtOnce() => Assert.Empty(await _tasks.IdleAsync());

    [Fact]
    public async Task IdleAsync_TaskAddedWhileWaiting_WaitsForItToo()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        _tasks.Add(first.Task);
        var idle = _tasks.IdleAsync();
        _tasks.Add(second.Task);
        first.SetResult();
        Assert.False(idle.IsCompleted);

        second.SetResult();
        Assert.Empty(await idle);
    }

    [Fact]
    public async Task IdleAsync_OneFails_ReturnsWhileTheOthersRun()
    {
        var (running, failing) = (new TaskCompletionSource(), new TaskCompletionSource());
        _tasks.Add(running.Task);
        _tasks.Add(failing.Task);
        failing.SetException(new FormatException("x"));

        Assert.Equal("x", Assert.Single(await _tasks.IdleAsync()).Message);
    }

    [Fact]
    public async Task IdleAsync_SameFailureThroughTwoTasks_IsOneFailure()
    {
        var failure = new FormatException("x");
        _tasks.Add(Task.FromException(failure));
        _tasks.Add(Task.FromException(failure));

        Assert.Same(failure, Assert.Single(await _tasks.IdleAsync()));
    }
}
