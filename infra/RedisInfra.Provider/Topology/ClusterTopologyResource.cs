using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Verification;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Topology;

/// <summary>
/// redisinfra:index:ClusterTopology: makes the live cluster the declared one. Every operation looks at what is there
/// first, so whatever an interrupted one left is taken up.
/// </summary>
internal sealed class ClusterTopologyResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:ClusterTopology";

    /// <summary>What a preview of this stack keeps for it.</summary>
    public static string PlanKey(Urn urn) => $"{Token} {StackOf(urn)}";

    /// <summary>The stack's part of a URN: "urn:pulumi:dev::project".</summary>
    public static string StackOf(Urn urn) => string.Join("::", urn.ToString().Split("::").Take(2));
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromMinutes(5);

    public string Type => Token;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        TopologyInputs.Read(request.NewInputs, failures);
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = failures });
    }

    public DiffResponse Diff(DiffRequest request) => Diff(request.OldInputs, request.NewInputs);

    /// <summary>
    /// A cluster is another one when its id is: its name or its namespace. All else, also a new password, is an update:
    /// the cluster that stands is looked at with the new inputs and verified.
    /// </summary>
    public static DiffResponse Diff(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> @new)
    {
        var changed = PropertyValues.Changes(TopologyInputs.OfState(old), @new);
        var replaces = new List<string>();
        if (changed.Contains("clusterName")) replaces.Add("clusterName");
        if (!PropertyValues.SameNamespace(old, @new)) replaces.Add("kubernetes");
        return new DiffResponse { Changes = changed.Count > 0, Diffs = changed, Replaces = replaces };
    }

    /// <summary>Whether inputs are about another cluster than the old ones, or there is none yet.</summary>
    public static bool IsAnother(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> @new) =>
        old.IsEmpty || !PropertyValues.Same(old.Find("clusterName"), @new.Find("clusterName"))
        || !PropertyValues.SameNamespace(old, @new);

    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        var (urn, bag) = (request.Urn, request.Inputs);
        if (request.Preview)
        {
            var known = TopologyInputs.Read(bag, []);
            await new TopologyPreview(environment, log).RunAsync(urn, known, [], ct);
            return new CreateResponse { Id = known?.Id ?? "", Outputs = TopologyOutputs.Planned(bag, known) };
        }
        var inputs = TopologyInputs.Require(bag);
        var outputs = await MakeAsync(urn, bag, inputs, request.Timeout, wasAdopted: null, ct);
        return new CreateResponse { Id = inputs.Id, Outputs = outputs };
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var (urn, bag) = (request.Urn, request.NewInputs);
        var before = MemberInputs.Find(request.OldOutputs) ?? [];
        bool? wasAdopted = request.OldOutputs.Find("adopted") is { } value
            && value.TryGetBool(out bool adopted) ? adopted : null;
        if (!request.Preview)
        {
            var inputs = TopologyInputs.Require(bag);
            var made = await MakeAsync(urn, bag, inputs, request.Timeout, wasAdopted ?? false, ct);
            var names = inputs.Desired.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
            await new ClaimKeeper(environment, log).RemoveLeftAsync(urn, inputs.Kubernetes,
                [.. before.Select(member => member.Name).Where(name => !names.Contains(name))], ct);
            return new UpdateResponse { Outputs = made };
        }
        var known = TopologyInputs.Read(bag, []);
        await new TopologyPreview(environment, log).RunAsync(urn, known, before, ct);
        var outputs = TopologyOutputs.Planned(bag, known);
        if (wasAdopted is { } was) outputs["adopted"] = new PropertyValue(was);
        return new UpdateResponse { Outputs = outputs };
    }

    /// <summary>The live state; no id when the cluster is gone. A cluster that can't be reached isn't gone.</summary>
    public async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct)
    {
        var bag = TopologyInputs.OfState(request.Inputs);
        if (bag.Find("members") is null)
        {
            throw new InvalidOperationException($"RI3023 ClusterTopology {request.Id} can't be imported: that takes "
                + "its members, which its id doesn't tell. Declare it and run up: a cluster that stands is adopted");
        }
        var inputs = TopologyInputs.Require(bag);
        await using var session = await TopologySession.OpenAsync(environment, inputs, TopologySession.ReadTimeout, ct);
        var observed = await session.Connections.ObserveAsync(inputs.Desired, ct);
        var plan = FormationPlan.Plan(observed, inputs.Desired);
        if (plan is FormationResult.Steps { IsResumed: false } || await session.ArePodsGoneAsync(ct))
            return new ReadResponse { Id = "" };
        var silent = observed.Silent.ToList();
        if (silent.Count > 0)
        {
            string who = string.Join("; ", silent.Select(view =>
                $"{view.Member.Name} {ClusterHealth.Words(view.Reason)} ({view.Detail})"));
            string name = inputs.Desired.Name;
            throw new InvalidOperationException($"RI3024 Redis Cluster \"{name}\" can't be looked at: {who}. "
                + "That doesn't mean that it is gone; its state is left as it is");
        }
        var errors = ClusterHealth.Check(observed).Where(finding => finding.Severity == Severity.Error).ToList();
        foreach (var error in errors.Take(10)) await log.WarnAsync(request.Urn, error.ToString());
        bool adopted = request.Outputs.Find("adopted") is not { } value || !value.TryGetBool(out bool was) || was;
        string state = errors.Count == 0 ? "ok" : "degraded";
        var outputs = TopologyOutputs.Of(bag, inputs.Desired, observed, state, adopted);
        return new ReadResponse { Id = inputs.Id, Inputs = bag, Outputs = outputs };
    }

    /// <summary>Redis isn't touched: the members go with their StatefulSets. Claims stay or go as declared.</summary>
    public async Task DeleteAsync(DeleteRequest request, CancellationToken ct)
    {
        var bag = TopologyInputs.OfState(
            IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, ProviderSchema.InputNames));
        if (TopologyInputs.Read(bag, []) is not { } inputs) return;
        await new ClaimKeeper(environment, log).EndAsync(
            request.Urn, $"Redis Cluster \"{inputs.Desired.Name}\"", inputs.Kubernetes,
            inputs.Desired.Members.Select(member => member.Name), ct);
    }

    private async Task<Dictionary<string, PropertyValue>> MakeAsync(
        Urn urn, ImmutableDictionary<string, PropertyValue> bag, TopologyInputs inputs, TimeSpan timeout,
        bool? wasAdopted, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, environment.EngineGone);
        var limit = timeout > TimeSpan.Zero ? timeout : s_defaultTimeout;
        await using var session = await TopologySession.OpenAsync(environment, inputs, TopologySession.MakeTimeout,
            either.Token);
        var former = new ClusterFormer(session.Connections, inputs.Desired, new FormerOptions
        {
            Timeout = limit,
            Waiting = reason => log.Progress(urn, $"waiting: {reason}"),
            StepDone = step => log.Progress(urn, $"forming: {step.Phase} {step.Target?.Name}".TrimEnd()),
        });
        await RefuseOtherThanShownAsync(urn, session, inputs, either.Token);
        var outcome = await former.FormAsync(either.Token);
        bool joined = outcome.Observed.Live.Any(view => view.Self is { IsMaster: true, Slots.IsEmpty: true });
        // What is adopted is taken over as it is, unless a declared shard has nothing at all.
        var moved = wasAdopted is null && outcome.IsAdopted && !joined ? null
            : await RebalanceAsync(urn, session, inputs, timeout, either.Token);
        var verifier = new ClusterVerifier(session.Connections, inputs.Desired);
        var report = await verifier.VerifyAsync(either.Token);
        await log.InfoAsync(urn, Summary(outcome, report) + MoveLine.Of(moved));
        // That slots are uneven was true before they moved.
        foreach (var difference in outcome.Differences.Where(found => moved is null || found.Code != "RI3031"))
            await log.WarnAsync(urn, difference.ToString());
        bool adopted = wasAdopted ?? outcome.IsAdopted;
        return TopologyOutputs.Of(bag, inputs.Desired, report.Observed, "ok", adopted);
    }

    private async Task<RebalanceOutcome?> RebalanceAsync(
        Urn urn, TopologySession session, TopologyInputs inputs, TimeSpan timeout, CancellationToken ct) =>
        await new Rebalancer(session.Connections, new RebalanceRequest(inputs.Desired), new MoveOptions
        {
            Timeout = timeout > TimeSpan.Zero ? timeout : new MoveOptions().Timeout,
            Say = line => log.Progress(urn, line),
            Progress = progress => log.Progress(urn, MoveLine.Of(progress)),
        }).RunAsync(ct);

    private async Task RefuseOtherThanShownAsync(
        Urn urn, TopologySession session, TopologyInputs inputs, CancellationToken ct)
    {
        if (environment.Plans.Take(PlanKey(urn), inputs.Id) is not { } expected) return;
        string found = ClusterFingerprint.OfShards(await session.Connections.ObserveAsync(inputs.Desired, ct));
        if (found == expected) return;
        throw new DiagnosticException(new Diagnostic("RI3311", $"Redis Cluster \"{inputs.Desired.Name}\"",
            $"its shards don't own the slots that the plan was shown for ({found}, not {expected})",
            "what is done must be what was shown", "Preview again, look at the new plan, and run it"));
    }

    private static string Summary(FormationOutcome outcome, VerificationReport report)
    {
        int masters = report.Observed.Live.Count(view => view.Self.IsMaster);
        int replicas = report.Observed.Live.Count() - masters;
        string what = outcome.Done.Length == 0 ? "found standing"
            : outcome.IsResumed ? $"completed in {outcome.Elapsed.TotalSeconds:0.00} s from what stood"
            : $"formed in {outcome.Elapsed.TotalSeconds:0.00} s";
        return $"{masters} masters and {replicas} replicas {what}; all agree on 16384 slots; "
            + $"a client wrote and read on {report.ShardsWritten} shards";
    }
}
