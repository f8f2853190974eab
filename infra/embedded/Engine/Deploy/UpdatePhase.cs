using Pulumi.Hosting;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Runs the program, and then deletes what it doesn't declare any more.</summary>
internal sealed class UpdatePhase(RunContext run, StepExecutor executor, PendingRecovery recovery)
{
    public async Task RunAsync(Func<Task<int>> program)
    {
        var ledger = new Ledger(run.Journal.Resources, run.Journal.Pending);
        var registrar = new Registrar(run, ledger, executor, recovery);
        var exitCode = await RunProgramAsync(program, registrar);
        await registrar.IdleAsync();
        if (exitCode != 0) run.Fail();
        if (run.IsStopped || run.HasErrors && !run.IsPreview) return;

        var undeclared = run.Journal.Pending.Where(o => o.Type == OperationType.Creating
            && !ledger.IsDeclared(o.Resource.Urn) && ledger.IsLeft(o)
            && run.Targets.IncludesDeletion(o.Resource.Urn, Targets.NeedsOf(o.Resource)));
        await recovery.RecoverAsync(undeclared);
        await new DeletePhase(run, executor).RunAsync(
            [.. run.Journal.Resources.Where(r => r.Delete || !ledger.IsDeclared(r.Urn))]);
        StackEngine.RefuseUnusedTargets(run);
        if (!run.HasErrors && !run.Targets.IsRestricted) StackEngine.EndAllPending(run);
    }

    private async Task<int> RunProgramAsync(Func<Task<int>> program, IMonitor monitor)
    {
        var host = run.Host;
        var context = new HostContext(
            StackName.Organization, host.Stack.Project, host.Stack.Name, run.IsPreview, host.RootDirectory,
            host.Config, host.SecretConfigKeys, monitor)
        {
            CancellationToken = run.Tokens.Stop,
        };
        // Of its own flow, so that the context reaches nothing but the program.
        return await Task.Run(() =>
        {
            HostContext.Current = context;
            return program();
        });
    }
}
