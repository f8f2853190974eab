using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace RedisInfra.Provider.Zookeeper;

/// <summary>
/// redisinfra:index:ZookeeperDrain: before the workload changes it takes the votes of servers that go. Its output is
/// how many pods there may be.
/// </summary>
internal sealed class ZookeeperDrainResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:ZookeeperDrain";
    private readonly ZookeeperWork _work = new(environment, log);

    public string Type => Token;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        ZookeeperInputs.Read(request.NewInputs, failures);
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = failures });
    }

    /// <summary>Nothing stands yet that could go.</summary>
    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        var inputs = ZookeeperInputs.Read(request.Inputs, []);
        return Task.FromResult(new CreateResponse
        {
            Id = inputs?.Ensemble ?? "", Outputs = Outputs(request.Inputs, inputs),
        });
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var old = ZookeeperInputs.Read(
            IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, ZookeeperInputs.Names), []);
        var inputs = request.Preview
            ? ZookeeperInputs.Read(request.NewInputs, [])
            : ZookeeperInputs.Require(request.NewInputs);
        if (inputs is null || old is null || old.Servers.Length <= inputs.Servers.Length)
            return new UpdateResponse { Outputs = Outputs(request.NewInputs, inputs) };
        if (request.Preview) await _work.PreviewAsync(request.Urn, inputs, old, joins: false, ct);
        else await _work.RunAsync(request.Urn, inputs, old.Password, joins: false, ct);
        return new UpdateResponse { Outputs = Outputs(request.NewInputs, inputs) };
    }

    private static Dictionary<string, PropertyValue> Outputs(
        ImmutableDictionary<string, PropertyValue> bag, ZookeeperInputs? inputs) => new(bag)
    {
        ["size"] = inputs is null ? PropertyValue.Computed : new PropertyValue(inputs.Servers.Length),
    };
}
