using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Reads every resource and puts what was found into the state.</summary>
internal sealed class RefreshPhase(RunContext run, StepExecutor executor)
{
    public async Task RunAsync()
    {
        var resources = run.Journal.Resources.Where(IsMeant).ToList();
        var succeeded = await Task.WhenAll(resources.Select(RefreshAsync));
        run.Journal.DropReferences(resources.Select(r => r.Urn));
        await run.Journal.SaveAsync();
        if (!succeeded.All(s => s)) throw new RunStoppedException();
    }

    private bool IsMeant(ResourceState resource) =>
        resource.Custom && !resource.PendingReplacement && !Urns.IsProviderType(resource.Type)
        && run.Targets.IncludesDeletion(resource.Urn, Targets.NeedsOf(resource));

    private async Task<bool> RefreshAsync(ResourceState resource)
    {
        await Task.Yield();
        try
        {
            await executor.RunAsync(new Step(StepOp.Refresh, resource, resource));
            return true;
        }
        catch (RunStoppedException)
        {
            return false;
        }
    }
}
