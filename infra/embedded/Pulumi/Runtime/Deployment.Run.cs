using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>The program failed and the user has been told why.</summary>
    private const int ExitFailureShown = 32;

    private bool _ended;

    public static Task<int> RunAsync(Action action) => RunAsync(() =>
    {
        action();
        return ImmutableDictionary<string, object?>.Empty;
    });

    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) =>
        RunAsync(() => Task.FromResult(func()));

    public static Task<int> RunAsync(Func<Task> func) => RunAsync(async () =>
    {
        await func().ConfigureAwait(false);
        return (IDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty;
    });

    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) =>
        RunAsync(HostOfRun(), () => new Stack(func, options));

    public static Task<int> RunAsync<TStack>() where TStack : Stack, new() =>
        RunAsync(HostOfRun(), () => RegisterOutputsOf(new TStack()));

    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider) where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return RunAsync(HostOfRun(), () => RegisterOutputsOf(
            serviceProvider.GetService(typeof(TStack)) as TStack ??
            throw new InvalidOperationException($"The service provider has no {typeof(TStack)}.")));
    }

    private static Stack RegisterOutputsOf(Stack stack)
    {
        stack.RegisterPropertyOutputs();
        return stack;
    }

    private static HostContext HostOfRun() => HostContext.Current ?? throw new InvalidOperationException(
        "Program run without an engine available: run it with `redisinfra up` or `redisinfra preview`.");

    // Async, so that Instance is gone again when this returns.
    private static async Task<int> RunAsync(HostContext context, Func<Stack> create) =>
        await Start(context).RunAsync(create).ConfigureAwait(false);

    private static Deployment Start(HostContext context)
    {
        if (_instance.Value is not null)
            throw new InvalidOperationException("A program can't start another one: 'Run' was called twice.");
        var deployment = new Deployment(context);
        _instance.Value = new(deployment);
        return deployment;
    }

    private async Task<int> RunAsync(Func<Stack> create)
    {
        try
        {
            _ = create();
        }
        catch (Exception e)
        {
            Tasks.Add(Task.FromException(e));
        }

        var failures = await Tasks.IdleAsync().ConfigureAwait(false);
        _ended = true;
        if (failures.Count == 0) return Logger.HasErrors ? 1 : 0;

        var shown = false;
        foreach (var failure in failures) shown |= await ShowAsync(failure).ConfigureAwait(false);
        return shown ? ExitFailureShown : 1;
    }

    private async Task<bool> ShowAsync(Exception failure)
    {
        if (failure is HostStoppedException) return true;
        if (failure is OperationCanceledException && Context.CancellationToken.IsCancellationRequested) return true;
        if (failure is LogException)
        {
            await Console.Error.WriteLineAsync(failure.ToString()).ConfigureAwait(false);
            return false;
        }

        var (message, resource) = failure switch
        {
            RunException => (failure.Message, null),
            ResourceException e => (e.HideStack ? e.Message : StackTraces.Describe(e), e.Resource),
            _ => ($"Running the program failed with an unhandled exception:\n{StackTraces.Describe(failure)}", null),
        };
        await Logger.LogAsync(LogSeverity.Error, message, resource).ConfigureAwait(false);
        return true;
    }
}
