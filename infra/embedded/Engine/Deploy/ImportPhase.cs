using Pulumi.Hosting;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>
/// Reads one existing resource and puts it into the state, as if the program had declared it with these inputs.
/// </summary>
internal sealed class ImportPhase(RunContext run, StepExecutor executor)
{
    public async Task RunAsync(ImportRequest request)
    {
        var stack = run.Host.Stack;
        var root = Urns.Make(stack.Name, stack.Project, "", Urns.StackType, $"{stack.Project}-{stack.Name}");
        var parent = request.ParentUrn.Length > 0 ? request.ParentUrn : root;
        var urn = Urns.Make(stack.Name, stack.Project, parent, request.Type, request.Name);
        if (run.Journal.Find(r => r.Urn == urn && !r.Delete) is not null)
            throw new InvalidOperationException($"resource '{urn}' already exists");
        if (run.Journal.Find(r => r.Urn == parent) is null && parent != root)
            throw new InvalidOperationException($"no resource named '{parent}' found");

        var ledger = new Ledger(run.Journal.Resources, []);
        var registrar = new Registrar(run, ledger, executor, new PendingRecovery(run, executor));
        if (run.Journal.Find(r => r.Urn == root) is null)
        {
            await registrar.RegisterResourceAsync(
                new RegisterRequest { Type = Urns.StackType, Name = $"{stack.Project}-{stack.Name}", Custom = false },
                    default);
        }

        var provider = request.ProviderUrn.Length > 0
            ? ProviderReference(request.ProviderUrn) : await registrar.DefaultProviderAsync(request.Type);
        await executor.RunAsync(new Step(StepOp.Import, null, new ResourceState
        {
            Urn = urn,
            Custom = true,
            Type = request.Type,
            Parent = parent,
            Provider = provider,
            Protect = request.Protect,
            ImportId = request.Id,
        })
        {
            ReadId = request.Id,
        });
    }

    private string ProviderReference(string urn)
    {
        return run.Journal.Find(r => r.Urn == urn && !r.Delete) is { } provider ? $"{urn}::{provider.Id}"
            : throw new InvalidOperationException($"no resource named '{urn}' found");
    }
}
