using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;
using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>Takes a program's resources as they are declared, each as soon as what it needs is there.</summary>
internal sealed class Registrar : IMonitor
{
    private readonly RunContext _run;
    private readonly Ledger _ledger;
    private readonly StepPlanner _planner;
    private readonly StepExecutor _executor;
    private readonly PendingRecovery _recovery;
    private readonly GoalResolver _goals;
    private readonly DefaultProviders _defaults;
    private readonly Outstanding _outstanding = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StepMetadata> _done = new(StringComparer.Ordinal);

    public Registrar(RunContext run, Ledger ledger, StepExecutor executor, PendingRecovery recovery)
    {
        (_run, _ledger, _executor, _recovery) = (run, ledger, executor, recovery);
        _planner = new StepPlanner(run, ledger);
        _goals = new GoalResolver(run.Host.Stack.Name, run.Host.Stack.Project);
        _defaults = new DefaultProviders(
            run.Host.Config, run.Host.SecretConfigKeys, request => GuardAsync(request, () => RegisterAsync(request)));
    }

    /// <summary>Waits until nothing that the program started is under way any more.</summary>
    public Task IdleAsync() => _outstanding.IdleAsync();

    public Task<string> DefaultProviderAsync(string type) => _defaults.ReferenceAsync(type, "");

    public Task<RegisterResponse> RegisterResourceAsync(RegisterRequest request, CancellationToken cancellationToken) =>
        GuardAsync(request, () => RegisterAsync(request));

    public Task<RegisterResponse> ReadResourceAsync(
        RegisterRequest request, string id, CancellationToken cancellationToken) =>
        GuardAsync(request, () => ReadAsync(request, id));

    public Task RegisterResourceOutputsAsync(string urn, Bag outputs, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_done.TryGetValue(urn, out var step) || step.New is not { } current)
                throw new InvalidOperationException($"outputs of {urn}, which isn't registered");
            var clean = PropertyBags.WithoutDependencies(outputs);
            if (!StateEquality.Same(current.Outputs, clean))
            {
                var completed = current with { Outputs = clean };
                _run.Journal.Put(current, completed);
                _done[urn] = step = step with { New = completed };
            }

            _run.Reporter.Completed(step);
        }

        return Task.CompletedTask;
    }

    public Task LogAsync(LogRequest message, CancellationToken cancellationToken)
    {
        if (message.Severity == LogSeverity.Error) _run.MarkFailed();
        _run.Reporter.Log(message);
        return Task.CompletedTask;
    }

    private async Task<RegisterResponse> GuardAsync(RegisterRequest request, Func<Task<RegisterResponse>> register)
    {
        using var _ = _outstanding.Enter();
        // A program declares in its constructors: they must not wait for what a provider does before its first await.
        await Task.Yield();
        try
        {
            _run.ThrowIfStopped();
            return await register();
        }
        catch (RunStoppedException)
        {
            throw new HostStoppedException();
        }
        catch (HostStoppedException)
        {
            throw;
        }
        catch (Exception e)
        {
            var isCancelled = e is OperationCanceledException && _run.Tokens.Stop.IsCancellationRequested;
            if (!isCancelled) _run.Reporter.Error(_goals.UrnOf(request), e);
            _run.Fail();
            throw new HostStoppedException();
        }
    }

    private async Task<RegisterResponse> RegisterAsync(RegisterRequest request)
    {
        var goal = await SettleAsync(request);
        var old = await _ledger.ClaimAsync(goal);
        if (!IsIncluded(goal)) return Skip(goal, old);
        RefuseMissingNeeds(goal);

        var pending = _ledger.TakePending(goal);
        (old, pending) = await _recovery.PrepareAsync(goal, old, pending, _planner);
        try
        {
            return Respond(await CarryOutAsync(goal, await _planner.PlanAsync(goal, old, pending)));
        }
        finally
        {
            if (old is not null) _ledger.Release(old.Urn);
        }
    }

    private async Task<ResourceState> CarryOutAsync(Goal goal, ImmutableArray<Step> steps)
    {
        ResourceState? current = null;
        foreach (var step in steps)
        {
            var result = await _executor.RunAsync(step.Op == StepOp.Replace ? step with { New = current } : step);
            if (step.KeepsPlaceholder) NotePlaceholder(step.Old!);
            current = result ?? current;
            if (result is not null) Note(step with { New = result });
        }

        if (goal.IsProvider) _run.Registry.Register(current!, steps.Any(s => s.Op == StepOp.Replace));
        return current!;
    }

    private async Task<RegisterResponse> ReadAsync(RegisterRequest request, string id)
    {
        var goal = await SettleAsync(request);
        var old = await _ledger.ClaimAsync(goal);
        if (!IsIncluded(goal)) return Skip(goal, old);
        var wanted = goal.ToState(goal.Inputs, old) with { External = true, Id = id, Protect = false };
        var step = new Step(StepOp.Read, old, wanted) { ReadId = id, Resumes = _ledger.TakePending(goal) };
        var result = (await _executor.RunAsync(step))!;
        Note(step with { New = result });
        return Respond(result);
    }

    private async Task<Goal> SettleAsync(RegisterRequest request)
    {
        var goal = _goals.Resolve(request) ?? throw new InvalidOperationException(
            $"Duplicate resource URN '{_goals.UrnOf(request)}'; try giving it a unique name");
        if (!request.Custom || goal.IsProvider) return goal;
        return goal with
        {
            Provider = request.Provider.Length > 0 ? request.Provider
                : await _defaults.ReferenceAsync(request.Type, request.Version),
        };
    }

    private bool IsIncluded(Goal goal) => _run.Targets.Includes(
        goal.Urn, goal.Aliases, goal.Request.Custom, Targets.NeedsOf(goal.ToState(Bag.Empty, null)));

    private void RefuseMissingNeeds(Goal goal)
    {
        if (_ledger.FirstSkipped(goal.Request.Dependencies) is not { } missing) return;
        throw new InvalidOperationException(
            $"Resource '{goal.Urn}' depends on '{missing}' which was not specified in --target list.");
    }

    /// <summary>Outside of the targets: it stays as it is, and what doesn't exist has no outputs yet.</summary>
    private RegisterResponse Skip(Goal goal, ResourceState? old)
    {
        if (old is null)
        {
            _ledger.Skip(goal);
            return new RegisterResponse(goal.Urn, null, Bag.Empty);
        }

        var kept = old.Urn == goal.Urn ? old : old with { Urn = goal.Urn, Parent = goal.Request.ParentUrn };
        _run.Journal.Put(old, kept);
        var step = new StepMetadata(StepOp.Same, kept.Urn, kept.Type, old, kept);
        _run.Reporter.Ended(step, _run.Reporter.Started(step));
        Note(new Step(StepOp.Same, old, kept));
        return Respond(kept);
    }

    private void NotePlaceholder(ResourceState old)
    {
        if (_run.Journal.Find(r => r.Urn == old.Urn && r.PendingReplacement && !r.Delete) is { } placeholder)
            _ledger.Replace(old, placeholder);
    }

    private void Note(Step step)
    {
        lock (_gate) _done[step.Urn] = step.Describe();
    }

    private static RegisterResponse Respond(ResourceState current)
    {
        var id = !current.Custom ? "" : current.Id is "" or ProviderResources.UnknownId ? null : current.Id;
        return new RegisterResponse(current.Urn, id, current.Outputs);
    }
}
