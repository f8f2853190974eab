using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Volumes;

/// <summary>
/// redisinfra:index:VolumeExpansion: before a workload it has the claims grow that the workload uses. The check says
/// what is going to be done, or why it can't be.
/// </summary>
internal sealed class VolumeExpansionResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:VolumeExpansion";
    private readonly VolumeGrowth _growth = new(environment, log);

    public string Type => Token;

    public async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        var inputs = VolumeExpansionInputs.Read(request.NewInputs, failures);
        bool isNew = PropertyValues.Changes(request.OldInputs, request.NewInputs).Count > 0;
        if (inputs is not null && isNew)
            failures.AddRange(await PlanAsync(request.Urn, inputs, OldOf(request.OldInputs, request.NewInputs), ct));
        return new CheckResponse { Inputs = request.NewInputs, Failures = failures };
    }

    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        var outputs = new Dictionary<string, PropertyValue>(request.Inputs);
        if (request.Preview) return new CreateResponse { Id = "", Outputs = outputs };
        var inputs = VolumeExpansionInputs.Require(request.Inputs);
        await RunAsync(request.Urn, inputs, null, request.Timeout, ct);
        return new CreateResponse { Id = inputs.Id, Outputs = outputs };
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        if (!request.Preview)
        {
            var old = IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, VolumeExpansionInputs.Names);
            var inputs = VolumeExpansionInputs.Require(request.NewInputs);
            await RunAsync(request.Urn, inputs, OldOf(old, request.NewInputs), request.Timeout, ct);
        }
        return new UpdateResponse { Outputs = new Dictionary<string, PropertyValue>(request.NewInputs) };
    }

    /// <summary>What was declared before, for the same objects.</summary>
    private static VolumeExpansionInputs? OldOf(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> young) =>
        PropertyValues.SameNamespace(old, young) ? VolumeExpansionInputs.Read(old, []) : null;

    private async Task<IEnumerable<CheckFailure>> PlanAsync(
        Urn urn, VolumeExpansionInputs inputs, VolumeExpansionInputs? old, CancellationToken ct)
    {
        var refusals = await environment.AskAsync(
            TopologySession.PreviewTimeout, token => RefusalsAsync(urn, inputs, old, token),
            why => _growth.UnaskedAsync(urn, inputs, why), ct);
        refusals ??= [.. ExpansionPlan.Of(inputs, old, new VolumeFacts()).Refusals.Select(one => one.ToString())];
        return refusals.Select(refusal => new CheckFailure("", refusal));
    }

    private async Task<List<string>> RefusalsAsync(
        Urn urn, VolumeExpansionInputs inputs, VolumeExpansionInputs? old, CancellationToken ct)
    {
        await using var claims = await environment.OpenVolumes(inputs.Kubernetes, ct);
        var plan = await VolumeGrowth.PlanAsync(claims, inputs, old, ct);
        var rights = plan.IsEmpty ? [] : await claims.MissingRightsAsync(plan.LetsGo, ct);
        List<string> refusals = [.. plan.Refusals.Select(refusal => refusal.ToString()), .. rights];
        if (refusals.Count == 0) await _growth.TellAsync(urn, inputs, plan);
        return refusals;
    }

    private async Task RunAsync(
        Urn urn, VolumeExpansionInputs inputs, VolumeExpansionInputs? old, TimeSpan timeout, CancellationToken ct)
    {
        await using var claims = await environment.OpenVolumes(inputs.Kubernetes, ct);
        ExpansionPlan plan;
        try
        {
            plan = await VolumeGrowth.PlanAsync(claims, inputs, old, ct);
        }
        catch (KubeException exception) when (exception.IsForbidden && (old is null || !inputs.Differs(old)))
        {
            // Who declares no other size doesn't need the right to look at claims.
            await _growth.UnaskedAsync(urn, inputs, exception.Message);
            return;
        }
        if (!plan.Refusals.IsEmpty) throw new DiagnosticException(plan.Refusals);
        await _growth.RunAsync(urn, claims, inputs, plan, timeout, ct);
    }
}
