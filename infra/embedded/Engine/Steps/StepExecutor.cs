using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Steps;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// Carries steps out. Before a provider is asked to change anything, the state on disk says so; after it has
/// answered, the state says what came of it.
/// </summary>
internal sealed class StepExecutor(RunContext run)
{
    /// <returns>The resource as it is now; null when it is gone.</returns>
    /// <exception cref="RunStoppedException">
    /// The step failed, which has been reported, or nothing is started any more.
    /// </exception>
    public async Task<ResourceState?> RunAsync(Step step)
    {
        using var slot = await TakeSlotAsync();
        run.ThrowIfStopped();
        var started = run.Reporter.Started(step.Describe());
        try
        {
            var result = await CarryOutAsync(step, slot);
            run.Reporter.Ended((step with { New = result }).Describe(), started);
            return result;
        }
        catch (Exception e)
        {
            if (!IsCancellation(e)) run.Reporter.Error(step.Urn, (e as StepFailure)?.InnerException ?? e);
            run.Reporter.Failed(step.Describe(), started);
            run.Fail();
            throw new RunStoppedException(e);
        }
    }

    private bool IsCancellation(Exception e) =>
        e is OperationCanceledException && run.Tokens.Stop.IsCancellationRequested;

    private async Task<Slot> TakeSlotAsync()
    {
        try
        {
            await run.Slots.WaitAsync(run.Tokens.Stop);
            return new Slot(run.Slots);
        }
        catch (OperationCanceledException e)
        {
            throw new RunStoppedException(e);
        }
    }

    private Task<ResourceState?> CarryOutAsync(Step step, Slot slot) => step.Op switch
    {
        StepOp.Same => SameAsync(step),
        StepOp.Create or StepOp.CreateReplacement => CreateAsync(step, slot),
        StepOp.Update => UpdateAsync(step, slot),
        StepOp.Replace => Task.FromResult(step.New),
        StepOp.Delete or StepOp.DeleteReplaced => DeleteAsync(step, slot),
        StepOp.Read or StepOp.Import => AdoptAsync(step, slot),
        StepOp.Refresh => RefreshAsync(step),
        _ => throw new InvalidOperationException($"bug in RedisInfra: no step {step.Op}"),
    };

    private Task<ResourceState?> SameAsync(Step step)
    {
        run.Journal.End(step.Resumes);
        run.Journal.Put(step.Old, step.New!);
        return Task.FromResult(step.New);
    }

    private async Task<ResourceState?> CreateAsync(Step step, Slot slot)
    {
        var wanted = step.New!;
        if (await ProviderAsync(wanted) is not { } provider) return PutNew(step, Stamp(wanted));
        if (await IsObstructedAsync(step, provider))
            return PutNew(step, Stamp(wanted with { Outputs = wanted.Inputs }));
        if (run.IsPreview || Urns.IsProviderType(wanted.Type))
        {
            var (id, outputs) = await run.CallAsync(ct => provider.CreateAsync(wanted, run.IsPreview, ct));
            return PutNew(step, Stamp(wanted with { Id = id, Outputs = outputs }));
        }

        return await WithPendingAsync(step, slot, OperationType.Creating, wanted, async ct =>
        {
            var (id, outputs) = await provider.CreateAsync(wanted, preview: false, ct);
            return wanted with { Id = id, Outputs = outputs };
        }, made => PutNew(step, Stamp(made)));
    }

    /// <summary>
    /// Nothing that the state doesn't know is taken over; only what an interrupted creation left is. Looked for before
    /// the operation is pending, or else the next run would take it for such a leftover. A preview goes on after it, to
    /// name everything that stands in the way.
    /// </summary>
    private async Task<bool> IsObstructedAsync(Step step, IResourceProvider provider)
    {
        if (step.Resumes is not null) return false;
        // Only said to be deleted so far.
        var isGone = step.Difference.DeleteBeforeReplace || step.Old is { PendingReplacement: true };
        var standing = run.IsPreview && isGone ? step.Old?.Id : null;
        var obstacle = await run.CallAsync(ct =>
            provider.FindObstacleAsync(step.New!, standing, run.IsPreview, ct));
        if (obstacle is null) return false;
        if (!run.IsPreview) throw new DiagnosticException(obstacle);
        run.Reporter.Error(step.Urn, obstacle.ToString());
        run.MarkFailed();
        return true;
    }

    private async Task<ResourceState?> UpdateAsync(Step step, Slot slot)
    {
        var (old, wanted) = (step.Old!, step.New!);
        if (await ProviderAsync(wanted) is not { } provider) return PutOver(old, Modified(wanted));
        if (run.IsPreview || Urns.IsProviderType(wanted.Type))
        {
            var outputs = await run.CallAsync(ct => provider.UpdateAsync(old, wanted, run.IsPreview, ct));
            return PutOver(old, Modified(wanted with { Outputs = outputs }));
        }

        return await WithPendingAsync(step, slot, OperationType.Updating, wanted, async ct =>
            wanted with { Outputs = await provider.UpdateAsync(old, wanted, preview: false, ct) },
            made => PutOver(old, Modified(made)));
    }

    private async Task<ResourceState?> DeleteAsync(Step step, Slot slot)
    {
        var old = step.Old!;
        var isCall = old.Custom && !old.External && !old.RetainOnDelete && !old.PendingReplacement && !step.OnlyForgets
            && !Urns.IsProviderType(old.Type);
        if (run.IsPreview || !isCall)
        {
            TakeOut(step);
            return null;
        }

        var provider = (await ProviderAsync(old))!;
        await WithPendingAsync(step, slot, OperationType.Deleting, old, async ct =>
        {
            await provider.DeleteAsync(old, ct);
            return old;
        }, _ =>
        {
            TakeOut(step);
            return old;
        });
        return null;
    }

    private async Task<ResourceState?> AdoptAsync(Step step, Slot slot)
    {
        if (step.New!.Id.Length > 0 && step.Op == StepOp.Import) return PutNew(step, Stamp(step.New));
        var provider = (await ProviderAsync(step.New))!;
        var type = step.Op == StepOp.Read ? OperationType.Reading : OperationType.Importing;
        return await WithPendingAsync(step, slot, type, step.New, async ct =>
        {
            var found = await provider.ReadAsync(step.New with { Outputs = Bag.Empty }, step.ReadId, ct)
                ?? throw new InvalidOperationException($"resource '{step.ReadId}' does not exist");
            var inputs = step.New.Inputs.IsEmpty && found.Inputs is { } read ? read : step.New.Inputs;
            return step.New with { Id = found.Id, Inputs = inputs, Outputs = found.Outputs };
        }, made => PutNew(step, Stamp(made)));
    }

    private async Task<ResourceState?> RefreshAsync(Step step)
    {
        var old = step.Old!;
        var provider = (await ProviderAsync(old))!;
        if (await run.CallAsync(ct => provider.ReadAsync(old, old.Id, ct)) is not { } found)
        {
            run.Journal.Remove(old);
            return null;
        }

        var inputs = found.Inputs ?? old.Inputs;
        var read = old with { Id = found.Id, Inputs = inputs, Outputs = found.Outputs, InitErrors = [] };
        // What was found is the old side here: the difference says what an update would have to change back.
        await run.CallAsync(ct => provider.DiffAsync(read, old.Inputs, old.IgnoreChanges, ct));
        if (StateEquality.Same(old, read)) return old;
        return PutOver(old, Modified(read));
    }

    private async Task<ResourceState?> WithPendingAsync(
        Step step, Slot slot, OperationType type, ResourceState subject,
        Func<CancellationToken, Task<ResourceState>> call, Func<ResourceState, ResourceState?> commit)
    {
        var operation = new PendingOperation(subject, type);
        run.Journal.Begin(operation);
        run.Journal.End(step.Resumes);
        await run.Journal.SaveAsync();
        ResourceState made;
        StepFailure? failure = null;
        try
        {
            made = await run.CallAsync(call);
        }
        catch (ResourceInitException e)
        {
            // It exists, but didn't become live: it is recorded, and taken up again by the next run.
            made = subject with { Id = e.Id, InitErrors = e.Reasons, Outputs = PropertyBags.MarkSecrets(
                PropertyBags.WithoutDependencies(e.Outputs), subject.Inputs, subject.AdditionalSecretOutputs) };
            failure = new StepFailure(e);
        }
        catch (Exception e) when (e is not OutcomeUnknownException && !run.Tokens.Stop.IsCancellationRequested)
        {
            run.Journal.End(operation);
            await run.Journal.SaveAsync();
            throw;
        }

        // The provider is done: another step may begin, and is written together with what came of this one.
        slot.Dispose();
        // One that was cut off may have had its effect: its operation stays pending, and the next run finds out.
        var result = commit(made);
        run.Journal.End(operation);
        await run.Journal.SaveAsync();
        return failure is null ? result : throw failure;
    }

    /// <summary>
    /// A new resource takes the place that was kept for it; one that it replaces waits for its deletion.
    /// </summary>
    private ResourceState PutNew(Step step, ResourceState made)
    {
        var occupant = run.Journal.Find(r => !r.Delete && (r.Urn == made.Urn || r.Urn == step.Old?.Urn));
        if (occupant is null or { PendingReplacement: true } or { External: true })
        {
            run.Journal.Put(occupant, made);
            return made;
        }

        run.Journal.Put(occupant, occupant with { Delete = true, Protect = false });
        run.Journal.Put(null, made);
        return made;
    }

    private ResourceState PutOver(ResourceState old, ResourceState made)
    {
        run.Journal.Put(old, made);
        return made;
    }

    private void TakeOut(Step step)
    {
        var old = step.Old!;
        if (step.KeepsPlaceholder) run.Journal.Put(old, old with { PendingReplacement = true });
        else run.Journal.Remove(old);
        run.Journal.End(step.Resumes);
    }

    private async Task<IResourceProvider?> ProviderAsync(ResourceState resource) =>
        Urns.IsProviderType(resource.Type) ? run.Registry.ForProviders
        : resource.Provider.Length == 0 ? null
        : await run.Registry.GetAsync(resource.Provider);

    private ResourceState Stamp(ResourceState made)
    {
        var now = StateTime.Now(run.Host.Clock);
        return made with { Created = now, Modified = now };
    }

    private ResourceState Modified(ResourceState made) => made with { Modified = StateTime.Now(run.Host.Clock) };

    /// <summary>One of the steps that may be under way at once; given back once.</summary>
    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        private int _isFree;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isFree, 1) == 0) slots.Release();
        }
    }

    /// <summary>The step failed after the state was written with what came of it.</summary>
    private sealed class StepFailure(Exception cause) : Exception(cause.Message, cause);
}
