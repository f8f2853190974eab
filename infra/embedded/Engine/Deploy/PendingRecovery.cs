using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>
/// Takes up what a killed run left open, so that nothing is orphaned or made twice:
/// docs/adr/0005-pending-operations.md.
/// </summary>
internal sealed class PendingRecovery(RunContext run, StepExecutor executor)
{
    public void Warn()
    {
        var pending = run.Journal.Pending;
        if (pending.IsEmpty) return;
        var list = pending.Select(o =>
            $"  * {o.Resource.Urn}, interrupted while {o.Type.ToString().ToLowerInvariant()}");
        run.Reporter.Warn("", $"An earlier run was interrupted during {pending.Length} operation(s):\n"
            + string.Join('\n', list) + "\nAn update or destruction takes them up again.");
    }

    /// <summary>What the planner has to start from for a declared resource with an open operation.</summary>
    public async Task<(ResourceState? Old, PendingOperation? Pending)> PrepareAsync(
        Goal goal, ResourceState? old, PendingOperation? pending, StepPlanner planner)
    {
        switch (pending?.Type)
        {
            case OperationType.Updating when old is null:
            case OperationType.Reading or OperationType.Importing:
                run.Journal.End(pending);
                return (old, null);
            case OperationType.Creating when await planner.CanResumeAsync(goal, pending):
                return (old, pending);
            case OperationType.Creating when run.IsPreview:
                // The update finishes it first and then replaces it; what is there is no obstacle.
                return (old, pending);
            case OperationType.Creating:
                return (await FinishCreationAsync(pending) ?? old, null);
            case OperationType.Deleting when IsOf(old, pending) && !goal.Protect:
                var retry = new Step(StepOp.DeleteReplaced, old, null) { KeepsPlaceholder = true, Resumes = pending };
                await executor.RunAsync(retry);
                return (run.Journal.Find(r => r.Urn == old!.Urn && r.PendingReplacement) ?? old, null);
            case OperationType.Deleting when !IsOf(old, pending):
                // Of an older copy, which is still to be deleted: the end of the run does it.
                return (old, null);
            default:
                return (old, pending);
        }
    }

    /// <summary>
    /// Creations of resources that aren't declared any more: found or finished, so that they can be deleted.
    /// </summary>
    public async Task RecoverAsync(IEnumerable<PendingOperation> creations)
    {
        foreach (var operation in creations.ToList())
        {
            run.ThrowIfStopped();
            if (run.IsPreview) run.Journal.End(operation);
            else await FinishCreationAsync(operation);
        }
    }

    /// <returns>The resource; null when nothing had been made.</returns>
    private async Task<ResourceState?> FinishCreationAsync(PendingOperation operation)
    {
        var begun = Grounded(operation.Resource);
        ResourceState? made;
        PluginProvider? provider = null;
        try
        {
            provider = await run.Registry.GetAsync(begun.Provider);
            made = await run.CallAsync(ct => FindOrCreateAsync(provider, begun, ct));
        }
        catch (ResourceInitException e)
        {
            made = begun with { Id = e.Id, Outputs = e.Outputs, InitErrors = e.Reasons };
        }
        catch (Exception e) when (provider?.Finder is null && !run.Tokens.Stop.IsCancellationRequested)
        {
            // As in any run: a creation that fails has made nothing that its next try wouldn't take up.
            run.Reporter.Warn(begun.Urn, $"its interrupted creation could not be finished: {e.Message}");
            made = null;
        }

        if (made is not null) made = Put(made);
        run.Journal.End(operation);
        await run.Journal.SaveAsync();
        return made;
    }

    private static async Task<ResourceState?> FindOrCreateAsync(
        PluginProvider provider, ResourceState begun, CancellationToken cancellationToken)
    {
        if (provider.Finder is { } finder)
        {
            return await finder.FindLeftoverAsync(begun.Urn, begun.Inputs, cancellationToken) is { } knownId
                && await provider.ReadAsync(begun, knownId, cancellationToken) is { } found
                ? begun with { Id = found.Id, Outputs = found.Outputs } : null;
        }

        var (id, outputs) = await provider.CreateAsync(begun, preview: false, cancellationToken);
        return begun with { Id = id, Outputs = outputs };
    }

    private ResourceState Put(ResourceState made)
    {
        var now = StateTime.Now(run.Host.Clock);
        made = made with { Created = now, Modified = now };
        var old = run.Journal.Find(r => r.Urn == made.Urn && !r.Delete);
        if (old is { PendingReplacement: false })
        {
            run.Journal.Put(old, old with { Delete = true, Protect = false });
            old = null;
        }

        run.Journal.Put(old, made);
        return made;
    }

    /// <summary>Without references to what isn't there any more.</summary>
    private ResourceState Grounded(ResourceState begun)
    {
        var there = run.Journal.Resources.Select(r => r.Urn).ToHashSet(StringComparer.Ordinal);
        return begun with
        {
            Parent = there.Contains(begun.Parent) ? begun.Parent : "",
            Dependencies = [.. begun.Dependencies.Where(there.Contains)],
        };
    }

    private static bool IsOf(ResourceState? old, PendingOperation pending) =>
        old is { PendingReplacement: false } && old.Id == pending.Resource.Id;
}
