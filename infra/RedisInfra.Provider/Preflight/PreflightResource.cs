using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Preflight;

/// <summary>
/// redisinfra:index:Preflight: stands before all objects of a component, and its check looks whether the cluster has
/// what they need. It makes nothing; what is in its state is what was asked for already.
/// </summary>
internal sealed class PreflightResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:Preflight";

    public string Type => Token;

    public async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        var reader = new InputReader(request.NewInputs, "", failures);
        reader.Only(PreflightInputs.Names);
        reader.Text("subject", required: true);
        if (request.NewInputs.Find("kubernetes") is null) reader.Fail("kubernetes", "RI3103", "is required");
        TopologyInputs.ReadKubernetes(reader);
        PreflightInputs.Read(reader);
        failures.AddRange(await new PreflightCheck(environment, log).RunAsync(
            request.Urn, request.OldInputs, request.NewInputs, ct));
        return new CheckResponse { Inputs = request.NewInputs, Failures = failures };
    }

    /// <summary>Another namespace is asked again, but there is nothing to replace.</summary>
    public DiffResponse Diff(DiffRequest request)
    {
        var old = IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, PreflightInputs.Names);
        var changed = PropertyValues.Changes(old, request.NewInputs);
        return new DiffResponse { Changes = changed.Count > 0, Diffs = changed };
    }

    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct) => Task.FromResult(
        new CreateResponse { Id = PreflightCheck.SubjectOf(request.Inputs), Outputs = Outputs(request.Inputs) });

    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct) =>
        Task.FromResult(new UpdateResponse { Outputs = Outputs(request.NewInputs) });

    private static Dictionary<string, PropertyValue> Outputs(ImmutableDictionary<string, PropertyValue> inputs) =>
        new(inputs);
}
