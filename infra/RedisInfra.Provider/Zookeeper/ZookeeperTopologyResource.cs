using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Zookeeper;

/// <summary>
/// redisinfra:index:ZookeeperTopology: after the workload it gives the declared servers their votes, one at a time. An
/// ensemble begins with the vote of server 1 alone.
/// </summary>
internal sealed class ZookeeperTopologyResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:ZookeeperTopology";
    private readonly ZookeeperWork _work = new(environment, log);

    public string Type => Token;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        ZookeeperInputs.Read(request.NewInputs, failures);
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = failures });
    }

    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        if (request.Preview) return new CreateResponse { Id = "", Outputs = Copy(request.Inputs) };
        var inputs = ZookeeperInputs.Require(request.Inputs);
        await _work.RunAsync(request.Urn, inputs, inputs.Password, joins: true, ct);
        return new CreateResponse { Id = inputs.Ensemble, Outputs = Copy(request.Inputs) };
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var old = ZookeeperInputs.Read(
            IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, ZookeeperInputs.Names), []);
        if (!request.Preview)
        {
            var inputs = ZookeeperInputs.Require(request.NewInputs);
            await _work.RunAsync(request.Urn, inputs, inputs.Password, joins: true, ct);
            await new ClaimKeeper(environment, log).RemoveLeftAsync(
                request.Urn, inputs.Kubernetes, [.. (old?.Pods ?? []).Except(inputs.Pods)], ct);
        }
        else if (ZookeeperInputs.Read(request.NewInputs, []) is { } known && old is not null)
            await _work.PreviewAsync(request.Urn, known, old, joins: true, ct);
        return new UpdateResponse { Outputs = Copy(request.NewInputs) };
    }

    /// <summary>ZooKeeper isn't touched: servers go with their StatefulSet. Claims stay or go as declared.</summary>
    public async Task DeleteAsync(DeleteRequest request, CancellationToken ct)
    {
        var bag = IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, ZookeeperInputs.Names);
        if (ZookeeperInputs.Read(bag, []) is { } inputs)
            await new ClaimKeeper(environment, log).EndAsync(
                request.Urn, inputs.Where, inputs.Kubernetes, inputs.Pods, ct);
    }

    private static Dictionary<string, PropertyValue> Copy(ImmutableDictionary<string, PropertyValue> bag) => new(bag);
}
