using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>
/// The operations on a stack. None throws for what goes wrong with the stack: that is reported as events, and the
/// result says that the operation failed and what state it left. The caller holds the stack's lock.
/// </summary>
internal sealed class StackEngine(EngineHost host)
{
    /// <summary>What an update would do.</summary>
    public Task<EngineResult> PreviewAsync(
        Snapshot snapshot, Func<Task<int>> program, EngineOptions options, RunTokens tokens) =>
        UpAsync(snapshot, program, options with { IsPreview = true }, tokens);

    /// <summary>Makes the stack as the program declares it.</summary>
    public Task<EngineResult> UpAsync(
        Snapshot snapshot, Func<Task<int>> program, EngineOptions options, RunTokens tokens) =>
        RunAsync(snapshot, options, tokens, async run =>
        {
            var executor = new StepExecutor(run);
            var recovery = new PendingRecovery(run, executor);
            recovery.Warn();
            if (options.Refresh) await new RefreshPhase(run, executor).RunAsync();
            await new UpdatePhase(run, executor, recovery).RunAsync(program);
        });

    /// <summary>Makes the state as the resources are found.</summary>
    public Task<EngineResult> RefreshAsync(Snapshot snapshot, EngineOptions options, RunTokens tokens) =>
        RunAsync(snapshot, options, tokens, async run =>
        {
            var executor = new StepExecutor(run);
            new PendingRecovery(run, executor).Warn();
            await new RefreshPhase(run, executor).RunAsync();
            RefuseUnusedTargets(run);
        });

    /// <summary>Deletes everything, or the targets.</summary>
    public Task<EngineResult> DestroyAsync(Snapshot snapshot, EngineOptions options, RunTokens tokens) =>
        RunAsync(snapshot, options, tokens, async run =>
        {
            var executor = new StepExecutor(run);
            var recovery = new PendingRecovery(run, executor);
            recovery.Warn();
            if (options.Refresh) await new RefreshPhase(run, executor).RunAsync();
            await recovery.RecoverAsync(run.Journal.Pending.Where(o => o.Type == OperationType.Creating
                && run.Targets.IncludesDeletion(o.Resource.Urn, Targets.NeedsOf(o.Resource))));
            await new DeletePhase(run, executor).RunAsync(run.Journal.Resources);
            RefuseUnusedTargets(run);
            if (!run.HasErrors && !run.Targets.IsRestricted) EndAllPending(run);
        });

    /// <summary>Takes an existing resource into the state.</summary>
    public Task<EngineResult> ImportAsync(
        Snapshot snapshot, ImportRequest request, EngineOptions options, RunTokens tokens) =>
        RunAsync(snapshot, options, tokens, run =>
            new ImportPhase(run, new StepExecutor(run)).RunAsync(request));

    internal static void EndAllPending(RunContext run)
    {
        foreach (var operation in run.Journal.Pending) run.Journal.End(operation);
    }

    internal static void RefuseUnusedTargets(RunContext run)
    {
        foreach (var target in run.Targets.Unused)
        {
            run.Reporter.Refuse("", $"no resource named '{target}' found");
            run.MarkFailed();
        }
    }

    private async Task<EngineResult> RunAsync(
        Snapshot snapshot, EngineOptions options, RunTokens tokens, Func<RunContext, Task> operation)
    {
        var reporter = new RunReporter(host, options.IsPreview);
        using var run = new RunContext(host, options, tokens, snapshot, reporter);
        reporter.Prelude();
        try
        {
            await operation(run);
        }
        catch (Exception e) when (e is RunStoppedException or HostStoppedException)
        {
            run.MarkFailed();
        }
        catch (Exception e)
        {
            reporter.Error("", e);
            run.MarkFailed();
        }

        await SaveAsync(run);
        var final = run.Journal.Snapshot();
        var outputs = final.Resources.FirstOrDefault(r => r.Type == Urns.StackType && !r.Delete)?.Outputs
            ?? ImmutableDictionary<string, PropertyValue>.Empty;
        reporter.Summary(!run.HasErrors, outputs);
        return new EngineResult(!run.HasErrors, final, reporter.Changes)
        {
            IsRefused = reporter.IsRefused && !tokens.Stop.IsCancellationRequested,
        };
    }

    /// <summary>What changed without a provider's doing is written once, here.</summary>
    private static async Task SaveAsync(RunContext run)
    {
        try
        {
            await run.Journal.SaveAsync();
        }
        catch (Exception e)
        {
            run.Reporter.Error("", e);
            run.MarkFailed();
        }
    }
}
