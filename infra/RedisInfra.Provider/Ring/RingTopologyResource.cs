using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Ring;

/// <summary>
/// redisinfra:index:RingTopology: after the shards' workload, before the proxies'. What needs new shards is done here,
/// and all shards say which ring is served.
/// </summary>
internal sealed class RingTopologyResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:RingTopology";
    private readonly RingWork _work = new(environment, log, Token);

    public string Type => Token;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        RingInputs.Read(request.NewInputs, failures);
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = failures });
    }

    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        if (request.Preview) return new CreateResponse { Id = "", Outputs = Copy(request.Inputs) };
        var inputs = RingInputs.Require(request.Inputs);
        await RunAsync(request.Urn, inputs, null, request.Timeout, ct);
        return new CreateResponse { Id = inputs.Pool, Outputs = Copy(request.Inputs) };
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var old = RingInputs.Read(
            IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, RingInputs.Names), []);
        if (!request.Preview)
        {
            var inputs = RingInputs.Require(request.NewInputs);
            await RunAsync(request.Urn, inputs, old, request.Timeout, ct);
            await new ClaimKeeper(environment, log).RemoveLeftAsync(
                request.Urn, inputs.Kubernetes, [.. (old?.Shards ?? []).Except(inputs.Shards)], ct);
        }
        else if (RingInputs.Read(request.NewInputs, []) is { } known)
            await _work.PreviewAsync(request.Urn, known, old, isDrain: false, ct);
        return new UpdateResponse { Outputs = Copy(request.NewInputs) };
    }

    /// <summary>Redis isn't touched: the shards go with their StatefulSet. Claims stay or go as declared.</summary>
    public async Task DeleteAsync(DeleteRequest request, CancellationToken ct)
    {
        var bag = IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, RingInputs.Names);
        if (RingInputs.Read(bag, []) is { } inputs)
            await new ClaimKeeper(environment, log).EndAsync(
                request.Urn, inputs.Where, inputs.Kubernetes, inputs.Shards, ct);
    }

    private static Dictionary<string, PropertyValue> Copy(ImmutableDictionary<string, PropertyValue> bag) => new(bag);

    private async Task RunAsync(
        Urn urn, RingInputs inputs, RingInputs? old, TimeSpan timeout, CancellationToken ct)
    {
        await using var session = await RingSession.OpenAsync(
            environment, inputs, old, inputs.Access, TopologySession.MakeTimeout, ct);
        var view = await _work.LookAsync(session, inputs, old, ct);
        if (view is not { CanBegin: true })
        {
            var missing = inputs.Ring.Servers.Where(server => view?.Standing.Contains(server.Name) is not true)
                .Select(server => server.Name);
            throw new InvalidOperationException(new Diagnostic("RI3468", inputs.Where,
                $"{Amounts.List(missing, 4)} can't be reached", "every shard has to be asked for its keys",
                "Bring them up, and run up again").ToString());
        }

        await _work.RunAsync(urn, session, inputs, view, timeout, ct);
    }
}
