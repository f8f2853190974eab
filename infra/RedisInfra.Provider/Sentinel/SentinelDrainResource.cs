using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Sentinel;

/// <summary>
/// redisinfra:index:SentinelDrain: before the pods change. Who goes isn't promoted any more, a master that goes hands
/// over, Sentinels that go are forgotten. Its outputs are how many of each there may be.
/// </summary>
internal sealed class SentinelDrainResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:SentinelDrain";
    private readonly SentinelWork _work = new(environment, log);

    public string Type => Token;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        SentinelInputs.Read(request.NewInputs, failures);
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = failures });
    }

    public DiffResponse Diff(DiffRequest request) => SentinelTopologyResource.Differences(request);

    /// <summary>Nobody was declared before, so nobody leaves.</summary>
    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        var inputs = request.Preview ? SentinelInputs.Read(request.Inputs, []) : SentinelInputs.Require(request.Inputs);
        return Task.FromResult(new CreateResponse { Id = inputs?.Id ?? "", Outputs = Outputs(request.Inputs, inputs) });
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var old = SentinelInputs.Read(
            IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, SentinelInputs.Names), []);
        var inputs = request.Preview ? SentinelInputs.Read(request.NewInputs, [])
            : SentinelInputs.Require(request.NewInputs);
        if (inputs is not null && old is not null && Leaving(old, inputs).Any())
        {
            if (request.Preview)
            {
                SetPlan Show(ObservedSet seen)
                {
                    if (seen.Master is { } master)
                        environment.Plans.Keep(PlanKey(request.Urn), old.Id, old.NameOf(master.Endpoint));
                    return SetDrainPlanner.Plan(seen, old.Set, inputs.Set);
                }

                string names = Amounts.List(Leaving(old, inputs).Select(one => one.Name), 8);
                await _work.PreviewAsync(request.Urn, inputs, old, Leaving(old, inputs), old.Set,
                    $"{names} leave: what has to be done before is unknown until deployed", Show, ct);
            }
            else
            {
                await RunAsync(request.Urn, old, inputs, request.Timeout, ct);
            }
        }
        return new UpdateResponse { Outputs = Outputs(request.NewInputs, inputs) };
    }

    private static string PlanKey(Urn urn) => $"{Token} {ClusterTopologyResource.StackOf(urn)}";

    private async Task RunAsync(
        Urn urn, SentinelInputs old, SentinelInputs inputs, TimeSpan timeout, CancellationToken ct)
    {
        string? shown = environment.Plans.Take(PlanKey(urn), old.Id);
        SetPlan Plan(ObservedSet seen)
        {
            if (seen.Master is { } master)
            {
                string found = old.NameOf(master.Endpoint);
                if (shown is not null && found != shown) return new SetPlan.Refused([Other(inputs, shown, found)]);
                shown = null; // what follows is what was shown
            }
            return SetDrainPlanner.Plan(seen, old.Set, inputs.Set);
        }

        await using var session = await OpenAsync(old, inputs, ct);
        var outcome = await _work.RunAsync(urn, session, inputs, old.Set, Plan, timeout, ct);
        string names = Amounts.List(Leaving(old, inputs).Select(one => one.Name), 8);
        string handed = outcome.Done.Any(step => step is SetStep.HandOver) ? "the master handed over, " : "";
        await log.InfoAsync(urn, $"{inputs.Set.Where}: {names} may go: {handed}master is "
            + $"{inputs.NameOf(outcome.Seen.Master?.Endpoint ?? "")}");
    }

    /// <summary>
    /// All have the passwords that they were started with; an earlier run may have got as far as the new ones.
    /// </summary>
    private async Task<SentinelSession> OpenAsync(SentinelInputs old, SentinelInputs inputs, CancellationToken ct)
    {
        var others = old.Set.Members.Concat(old.Set.Sentinels).ToList();
        var session = await SentinelSession.OpenAsync(
            environment, inputs with { Servers = old.Servers, Sentinels = old.Sentinels, Kubernetes = old.Kubernetes },
            others, TopologySession.MakeTimeout, ct);
        if (old.Servers == inputs.Servers && old.Sentinels == inputs.Sentinels) return session;
        var seen = await session.LookAsync(inputs.Set, old.Set, ct);
        if (!seen.Servers.Any(one => one.IsDenied) && !seen.Sentinels.Any(one => one.IsDenied)) return session;
        await session.DisposeAsync();
        return await SentinelSession.OpenAsync(environment, inputs, others, TopologySession.MakeTimeout, ct);
    }

    private static Diagnostic Other(SentinelInputs inputs, string shown, string found) => new("RI3539",
        inputs.Set.Where, $"its master is {found}, and the plan was shown for {shown}",
        "what is done must be what was shown", "Preview again, look at the new plan, and run it");

    private static IEnumerable<SetMember> Leaving(SentinelInputs old, SentinelInputs inputs) =>
        SetDrainPlanner.Leaving(old.Set.Members, inputs.Set.Members)
            .Concat(SetDrainPlanner.Leaving(old.Set.Sentinels, inputs.Set.Sentinels));

    private static Dictionary<string, PropertyValue> Outputs(
        ImmutableDictionary<string, PropertyValue> bag, SentinelInputs? inputs) => new(SentinelOutputs.Inputs(bag))
    {
        ["memberCount"] = SentinelOutputs.Count(bag, "members", inputs?.Set.Members.Length),
        ["sentinelCount"] = SentinelOutputs.Count(bag, "sentinels", inputs?.Set.Sentinels.Length),
    };
}
