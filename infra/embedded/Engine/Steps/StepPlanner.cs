using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Steps;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// Decides what has to be done so that one resource becomes as declared. Asks the provider to check and compare, and
/// touches nothing.
/// </summary>
internal sealed class StepPlanner(RunContext run, Ledger ledger)
{
    private readonly Differ _differ = new(run);
    private readonly DependentReplacements _dependents = new(run, ledger);

    /// <param name="goal">What is wanted.</param>
    /// <param name="old">What the state has.</param>
    /// <param name="pending">A creation or update that an earlier run didn't see the end of.</param>
    /// <returns>In the order in which they are to be carried out.</returns>
    public async Task<ImmutableArray<Step>> PlanAsync(Goal goal, ResourceState? old, PendingOperation? pending)
    {
        var inputs = old is null ? goal.Inputs
            : PropertyBags.Ignore(goal.Request.IgnoreChanges, old.Inputs, goal.Inputs);
        if (!goal.Request.Custom) return [PlanComponent(goal, old, inputs)];

        var provider = await ProviderAsync(goal);
        if (NeedsImport(goal, old)) return [await PlanImportAsync(goal, old, provider, inputs)];

        var isNew = old is null or { PendingReplacement: true } or { External: true };
        var earlier = pending is { Type: OperationType.Creating } ? pending.Resource.Inputs : isNew ? Bag.Empty
            : old!.Inputs;
        var checkedInputs = await CheckAsync(goal, provider, earlier, inputs);
        var wanted = goal.ToState(checkedInputs, old);
        if (isNew || pending is { Type: OperationType.Creating }) return PlanCreation(old, wanted, pending);

        var difference = await _differ.CompareAsync(goal, old!, provider, wanted);
        if (difference.NeedsReplacement) return await PlanReplacementAsync(goal, old!, provider, inputs, difference);
        if (difference.HasChanges || !old!.InitErrors.IsDefaultOrEmpty || pending is not null)
        {
            return [new Step(StepOp.Update, old, wanted with { Id = old!.Id, Created = old.Created })
            {
                Difference = difference, Resumes = pending,
            }];
        }

        return [PlanSame(old, wanted)];
    }

    /// <summary>
    /// Whether the resource that an unfinished creation meant can become the one wanted now by simply going on.
    /// </summary>
    public async Task<bool> CanResumeAsync(Goal goal, PendingOperation pending)
    {
        var begun = pending.Resource;
        if (_differ.ProviderUrnDiffers(begun.Provider, goal.Provider)) return false;
        var provider = await ProviderAsync(goal);
        var wanted = await CheckAsync(goal, provider, begun.Inputs, goal.Inputs);
        if (!PropertyBags.ChangedPaths(begun.Inputs, wanted).Any()) return true;
        try
        {
            var asIfMade = begun with { Outputs = begun.Inputs };
            var difference = await run.CallAsync(ct =>
                provider.DiffAsync(asIfMade, wanted, goal.Request.IgnoreChanges, ct));
            return !difference.NeedsReplacement;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A provider that can't compare with what has no id yet: the safe way is to finish it first.
            return false;
        }
    }

    private async Task<IResourceProvider> ProviderAsync(Goal goal) =>
        goal.IsProvider ? run.Registry.ForProviders : await run.Registry.GetAsync(goal.Provider);

    private Task<Bag> CheckAsync(Goal goal, IResourceProvider provider, Bag earlier, Bag inputs) =>
        run.CallAsync(ct => provider.CheckAsync(goal.Urn, earlier, inputs, ct));

    private static Step PlanComponent(Goal goal, ResourceState? old, Bag inputs)
    {
        var wanted = goal.ToState(inputs, old);
        if (old is null) return new Step(StepOp.Create, null, wanted);
        if (!PropertyBags.ChangedPaths(old.Inputs, inputs).Any()) return PlanSame(old, wanted);
        return new Step(StepOp.Update, old, wanted with { Outputs = old.Outputs, Created = old.Created });
    }

    private static Step PlanSame(ResourceState old, ResourceState wanted)
    {
        var same = wanted with
        {
            Id = old.Id,
            Outputs = PropertyBags.MarkSecrets(old.Outputs, wanted.Inputs, wanted.AdditionalSecretOutputs),
            Created = old.Created,
            Modified = old.Modified,
        };
        return new Step(StepOp.Same, old, StateEquality.Same(old, same) ? old : same);
    }

    private static ImmutableArray<Step> PlanCreation(ResourceState? old, ResourceState wanted,
        PendingOperation? pending)
    {
        var resumes = pending is { Type: OperationType.Creating } ? pending : null;
        if (old is null or { External: true })
            return [new Step(StepOp.Create, null, wanted) { Resumes = resumes }];
        return
        [
            new Step(StepOp.CreateReplacement, old, wanted) { Resumes = resumes },
            new Step(StepOp.Replace, old, wanted),
        ];
    }

    private async Task<ImmutableArray<Step>> PlanReplacementAsync(
        Goal goal, ResourceState old, IResourceProvider provider, Bag inputs, Difference difference)
    {
        if (goal.Protect) RefuseReplacement(goal.Urn);

        // The new one must not take over what the old one was given, a name for instance.
        var wanted = goal.ToState(await CheckAsync(goal, provider, Bag.Empty, inputs), old);
        var steps = ImmutableArray.CreateBuilder<Step>();
        if (difference.DeleteBeforeReplace)
        {
            foreach (var dependent in await _dependents.OfAsync(old))
            {
                if (dependent.Protect) RefuseReplacement(dependent.Urn);
                steps.Add(new Step(StepOp.DeleteReplaced, dependent, null) { KeepsPlaceholder = true });
            }

            steps.Add(new Step(StepOp.DeleteReplaced, old, null) { KeepsPlaceholder = true, Difference = difference });
        }

        steps.Add(new Step(StepOp.CreateReplacement, old, wanted) { Difference = difference });
        steps.Add(new Step(StepOp.Replace, old, wanted) { Difference = difference });
        return steps.ToImmutable();
    }

    /// <summary>A preview goes on, to show everything else that is wrong.</summary>
    private void RefuseReplacement(string urn)
    {
        run.Reporter.Refuse(urn, $"unable to replace resource \"{urn}\"\nas it is currently marked for protection. "
            + "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run "
                + "`pulumi up`");
        run.MarkFailed();
        if (run.IsPreview) return;
        run.Fail();
        throw new RunStoppedException();
    }

    private static bool NeedsImport(Goal goal, ResourceState? old)
    {
        var id = goal.Request.ImportId;
        return id.Length > 0
            && (old is null || old.External || old.PendingReplacement || (old.Id != id && old.ImportId != id));
    }

    private async Task<Step> PlanImportAsync(Goal goal, ResourceState? old, IResourceProvider provider, Bag inputs)
    {
        var id = goal.Request.ImportId;
        var asked = goal.ToState(Bag.Empty, null);
        if (await run.CallAsync(ct => provider.ReadAsync(asked, id, ct)) is not { } found)
            throw new InvalidOperationException($"resource '{id}' does not exist");

        var existing = asked with { Id = found.Id, Inputs = found.Inputs ?? inputs, Outputs = found.Outputs };
        var settled = PropertyBags.Ignore(goal.Request.IgnoreChanges, existing.Inputs, inputs);
        var checkedInputs = await CheckAsync(goal, provider, existing.Inputs, settled);
        var difference = await run.CallAsync(ct =>
            provider.DiffAsync(existing, checkedInputs, goal.Request.IgnoreChanges, ct));
        if (difference.HasChanges) RefuseImport(goal.Urn, difference, existing.Inputs, checkedInputs);

        var wanted = goal.ToState(checkedInputs, old);
        return new Step(StepOp.Import, old, wanted with { Id = found.Id, Outputs = found.Outputs })
        {
            ReadId = id, Difference = difference,
        };
    }

    private void RefuseImport(string urn, Difference difference, Bag existing, Bag wanted)
    {
        var keys = difference.Diffs.Concat(difference.ReplaceKeys).Distinct(StringComparer.Ordinal).ToList();
        if (keys.Count == 0)
        {
            keys = [.. PropertyBags.ChangedPaths(existing, wanted)
                .Select(Providers.Kubernetes.PropertyPath.Format)];
        }

        var message = $"inputs to import do not match the existing resource: {string.Join(", ", keys)}";
        if (!run.IsPreview) throw new InvalidOperationException(message);
        run.Reporter.Warn(urn, $"{message}; importing this resource will fail");
    }
}
