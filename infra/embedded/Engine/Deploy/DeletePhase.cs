using System.Collections.Immutable;
using System.Threading.Channels;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Deletes resources in parallel, each after everything that needs it.</summary>
internal sealed class DeletePhase(RunContext run, StepExecutor executor)
{
    /// <summary>Nothing is deleted when anything about the whole is refused.</summary>
    public async Task RunAsync(ImmutableArray<ResourceState> candidates)
    {
        var doomed = Select(candidates);
        if (doomed.IsEmpty || IsRefused(doomed)) return;

        var urns = doomed.Select(r => r.Urn).ToHashSet(StringComparer.Ordinal);
        var graph = new DeleteGraph(doomed);
        var ended = Channel.CreateUnbounded<(ResourceState Resource, bool Succeeded)>();
        var running = 0;
        foreach (var resource in graph.TakeReady()) Start(resource);
        while (running > 0)
        {
            var (resource, succeeded) = await ended.Reader.ReadAsync(CancellationToken.None);
            running--;
            if (succeeded) graph.Remove(resource);
            foreach (var next in graph.TakeReady(isStuck: running == 0 && succeeded)) Start(next);
        }

        void Start(ResourceState resource)
        {
            running++;
            _ = DeleteAsync(resource, urns, ended.Writer);
        }
    }

    private async Task DeleteAsync(
        ResourceState resource, HashSet<string> doomed, ChannelWriter<(ResourceState, bool)> ended)
    {
        await Task.Yield();
        var succeeded = false;
        try
        {
            // Gone already; only its place was kept.
            if (resource.PendingReplacement)
            {
                run.ThrowIfStopped();
                run.Journal.Remove(resource);
            }
            else
            {
                var goesAlong = resource.DeletedWith.Length > 0 && doomed.Contains(resource.DeletedWith);
                var op = resource.Delete ? StepOp.DeleteReplaced : StepOp.Delete;
                await executor.RunAsync(new Step(op, resource, null) { OnlyForgets = goesAlong });
            }

            EndPending(resource);
            succeeded = true;
        }
        catch (RunStoppedException)
        {
            // Reported by the executor.
        }
        finally
        {
            await ended.WriteAsync((resource, succeeded), CancellationToken.None);
        }
    }

    /// <summary>With the resource ends every operation on it that an earlier run left open.</summary>
    private void EndPending(ResourceState resource)
    {
        foreach (var operation in run.Journal.Pending)
        {
            if (operation.Resource.Urn == resource.Urn && operation.Resource.Id == resource.Id)
                run.Journal.End(operation);
        }
    }

    private ImmutableArray<ResourceState> Select(ImmutableArray<ResourceState> candidates)
    {
        if (!run.Targets.IsRestricted) return candidates;
        return [.. candidates.Where(r => run.Targets.IncludesDeletion(r.Urn, Targets.NeedsOf(r)))];
    }

    private bool IsRefused(ImmutableArray<ResourceState> doomed)
    {
        var isRefused = false;
        foreach (var resource in doomed.Where(r => r.Protect && !r.Delete))
        {
            Refuse(resource.Urn,
                $"unable to delete resource \"{resource.Urn}\"\nas it is currently marked for protection. "
                + "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and "
                    + "run `pulumi up`");
        }

        var going = doomed.ToHashSet<ResourceState>(ReferenceEqualityComparer.Instance);
        var staying = run.Journal.Resources.Where(r => !going.Contains(r)).ToList();
        var goneUrns = doomed.Select(r => r.Urn).ToHashSet(StringComparer.Ordinal);
        goneUrns.ExceptWith(staying.Select(r => r.Urn));
        foreach (var resource in staying.Where(r => Targets.NeedsOf(r).Any(goneUrns.Contains)))
        {
            Refuse(resource.Urn, $"Resource '{resource.Urn}' depends on a resource that will be destroyed, but was not "
                + "specified in --target list.\nEither include it in --target list or pass --target-dependents to "
                    + "proceed.");
        }

        return isRefused;

        void Refuse(string urn, string message)
        {
            isRefused = true;
            run.Reporter.Refuse(urn, message);
            run.MarkFailed();
        }
    }
}
