using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Admin.Sentinel.Declared;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Sentinel;

/// <summary>
/// redisinfra:index:SentinelTopology: after the pods. Makes the set the declared one; one that formed by itself, or ran
/// before, is verified. Every operation looks at what is there first, so whatever a stopped one left is taken up.
/// </summary>
internal sealed class SentinelTopologyResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:SentinelTopology";
    private readonly SentinelWork _work = new(environment, log);

    public string Type => Token;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        SentinelInputs.Read(request.NewInputs, failures);
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = failures });
    }

    public DiffResponse Diff(DiffRequest request) => Differences(request);

    /// <summary>A set is another one when its name or its namespace is; all else is an update.</summary>
    public static DiffResponse Differences(DiffRequest request)
    {
        var (old, young) = (request.OldInputs, request.NewInputs);
        var changed = PropertyValues.Changes(old, young);
        var replaces = new List<string>();
        if (changed.Contains("masterName")) replaces.Add("masterName");
        if (!PropertyValues.SameNamespace(old, young)) replaces.Add("kubernetes");
        return new DiffResponse { Changes = changed.Count > 0, Diffs = changed, Replaces = replaces };
    }

    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        if (!request.Preview)
        {
            var inputs = SentinelInputs.Require(request.Inputs);
            var outputs = await MakeAsync(request.Urn, request.Inputs, inputs, null, request.Timeout, ct);
            return new CreateResponse { Id = inputs.Id, Outputs = outputs };
        }
        var known = SentinelInputs.Read(request.Inputs, []);
        await PreviewAsync(request.Urn, known, null, ct);
        return new CreateResponse { Id = known?.Id ?? "", Outputs = SentinelOutputs.Planned(request.Inputs, known) };
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var old = SentinelInputs.Read(
            IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, SentinelInputs.Names), []);
        if (!request.Preview)
        {
            var inputs = SentinelInputs.Require(request.NewInputs);
            var made = await MakeAsync(request.Urn, request.NewInputs, inputs, old, request.Timeout, ct);
            var left = old is null ? [] : SetDrainPlanner.Leaving(old.Set.Members, inputs.Set.Members);
            await new ClaimKeeper(environment, log).RemoveLeftAsync(
                request.Urn, inputs.Kubernetes, [.. left.Select(one => one.Name)], ct);
            return new UpdateResponse { Outputs = made };
        }
        var known = SentinelInputs.Read(request.NewInputs, []);
        await PreviewAsync(request.Urn, known, old, ct);
        return new UpdateResponse { Outputs = SentinelOutputs.Planned(request.NewInputs, known) };
    }

    /// <summary>The live state; no id when its pods are gone. A set that can't be reached isn't gone.</summary>
    public async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct)
    {
        var bag = request.Inputs;
        if (bag.Find("members") is null)
        {
            throw new InvalidOperationException($"RI3544 SentinelTopology {request.Id} can't be imported: that takes "
                + "its members, which its id doesn't tell. Declare it and run up: a set that runs is adopted");
        }
        var inputs = SentinelInputs.Require(bag);
        await using var session = await SentinelSession.OpenAsync(
            environment, inputs, [], TopologySession.ReadTimeout, ct);
        if (await session.ArePodsGoneAsync(inputs.Set, ct)) return new ReadResponse { Id = "" };
        var seen = await session.LookAsync(inputs.Set, null, ct);
        if (!seen.Answering.Any() && !seen.Watching.Any())
        {
            throw new InvalidOperationException($"RI3543 {inputs.Set.Where} can't be looked at: nobody of it answers. "
                + "That doesn't mean that it is gone; its state is left as it is");
        }
        var errors = SentinelHealth.Check(seen).Where(one => one.Severity == Severity.Error).ToList();
        foreach (var error in errors.Take(10)) await log.WarnAsync(request.Urn, error.ToString());
        var outputs = SentinelOutputs.Of(bag, inputs, seen, errors.Count == 0 ? "ok" : "degraded");
        return new ReadResponse { Id = inputs.Id, Inputs = bag, Outputs = outputs };
    }

    /// <summary>Redis isn't touched: all go with their StatefulSets. Claims stay or go as declared.</summary>
    public async Task DeleteAsync(DeleteRequest request, CancellationToken ct)
    {
        var bag = IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, SentinelInputs.Names);
        if (SentinelInputs.Read(bag, []) is { } inputs)
            await new ClaimKeeper(environment, log).EndAsync(
                request.Urn, inputs.Set.Where, inputs.Kubernetes, inputs.Set.Members.Select(one => one.Name), ct);
    }

    private static IReadOnlyCollection<SetMember> Leaving(SentinelInputs? old, SentinelInputs inputs) =>
        old is null ? [] :
        [
            .. SetDrainPlanner.Leaving(old.Set.Members, inputs.Set.Members),
            .. SetDrainPlanner.Leaving(old.Set.Sentinels, inputs.Set.Sentinels),
        ];

    private async Task<Dictionary<string, PropertyValue>> MakeAsync(
        Urn urn, ImmutableDictionary<string, PropertyValue> bag, SentinelInputs inputs, SentinelInputs? old,
        TimeSpan timeout, CancellationToken ct)
    {
        var leaving = Leaving(old, inputs);
        await using var session = await SentinelSession.OpenAsync(
            environment, inputs, leaving, TopologySession.MakeTimeout, ct);
        var outcome = await _work.RunAsync(urn, session, inputs, null,
            seen => SetPlanner.Plan(seen, inputs.Set, leaving), timeout, ct);
        await log.InfoAsync(urn, Summary(inputs, outcome));
        return SentinelOutputs.Of(bag, inputs, outcome.Seen, "ok");
    }

    private async Task PreviewAsync(Urn urn, SentinelInputs? inputs, SentinelInputs? old, CancellationToken ct)
    {
        if (inputs is null)
        {
            await log.InfoAsync(urn, "unknown until deployed: some inputs aren't known yet");
            return;
        }
        var leaving = Leaving(old, inputs);
        string unknown = old is null ? $"unknown until deployed; when all are new, {Form(inputs)}"
            : Changes(old, inputs);
        await _work.PreviewAsync(urn, inputs, old, leaving, null, unknown,
            seen => SetPlanner.Plan(seen, inputs.Set, leaving), ct);
    }

    private static string Form(SentinelInputs inputs) =>
        $"{inputs.Set.Members[0].Name} is the master of {Amounts.Count(inputs.Set.Members.Length - 1, "replica")}, and "
        + $"{inputs.Set.Sentinels.Length} Sentinels watch it with quorum {inputs.Set.Quorum}";

    private static string Changes(SentinelInputs old, SentinelInputs inputs)
    {
        var joining = SetDrainPlanner.Leaving(inputs.Set.Members, old.Set.Members)
            .Concat(SetDrainPlanner.Leaving(inputs.Set.Sentinels, old.Set.Sentinels)).Select(one => one.Name).ToList();
        var leaving = Leaving(old, inputs).Select(one => one.Name).ToList();
        var parts = new List<string>();
        if (joining.Count > 0) parts.Add($"{Amounts.List(joining, 8)} join");
        if (leaving.Count > 0) parts.Add($"when {Amounts.List(leaving, 8)} are gone, the Sentinels forget them, one "
            + "after the other");
        return $"{inputs.Set.Where}: {string.Join("; ", parts.Append("it is verified then"))}";
    }

    private static string Summary(SentinelInputs inputs, SetOutcome outcome)
    {
        string how = outcome.Done.IsEmpty ? "found as declared"
            : outcome.Done.Count(step => step is SetStep.Monitor) == inputs.Set.Sentinels.Length ? "formed"
            : "set right";
        int steps = outcome.Done.Length;
        string done = steps == 0 ? "" : $" in {Amounts.Time(outcome.Elapsed)} and {Amounts.Count(steps, "step")}";
        return $"{inputs.Set.Where} {how}{done}: master {inputs.NameOf(outcome.Seen.Master!.Endpoint)}, "
            + $"{Amounts.Count(inputs.Set.Members.Length - 1, "replica")}, {inputs.Set.Sentinels.Length} Sentinels "
            + $"that agree, quorum {inputs.Set.Quorum}";
    }
}
