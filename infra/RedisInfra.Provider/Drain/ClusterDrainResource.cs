using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Departure;
using RedisInfra.Admin.Migration;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Drain;

/// <summary>
/// redisinfra:index:ClusterDrain: takes everything off the members that are about to go, before their pods do. Its
/// output names those that may be left; the workloads take their sizes from it.
/// </summary>
internal sealed class ClusterDrainResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:ClusterDrain";

    /// <summary>Half of the usual node timeout is how long a node may take to hear of another's new role.</summary>
    private static readonly TimeSpan s_settleWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(200);

    public string Type => Token;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var (old, inputs) = (request.OldInputs, request.NewInputs);
        var failures = new List<CheckFailure>();
        TopologyInputs.ReadDrain(inputs, failures);
        var placed = failures.Count > 0 || ClusterTopologyResource.IsAnother(old, inputs) ? inputs
            : MemberPlaces.Keep(old, inputs);
        failures.AddRange(DrainChecks.Of(old, placed));
        return Task.FromResult(new CheckResponse { Inputs = placed, Failures = failures });
    }

    /// <summary>What makes a cluster another one does so for both of its resources.</summary>
    public DiffResponse Diff(DiffRequest request) =>
        ClusterTopologyResource.Diff(request.OldInputs, request.NewInputs);

    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        var inputs = Read(request.Inputs, request.Preview);
        if (inputs is not null) await RefuseUndeclaredAsync(request.Urn, inputs, request.Preview, ct);
        return new CreateResponse { Id = inputs?.Id ?? "", Outputs = DrainOutputs.Of(request.Inputs, []) };
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var old = IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, ProviderSchema.InputNames);
        return new UpdateResponse
        {
            Outputs = await UpdateAsync(request.Urn, request.NewInputs, old, request.Timeout, request.Preview, ct),
        };
    }

    private async Task<Dictionary<string, PropertyValue>> UpdateAsync(
        Urn urn, ImmutableDictionary<string, PropertyValue> bag, ImmutableDictionary<string, PropertyValue> old,
        TimeSpan timeout, bool preview, CancellationToken ct)
    {
        var inputs = Read(bag, preview);
        // Their pods still have the old password: they are rolled, or replaced, after this.
        var before = TopologyInputs.ReadDrain(old, []);
        if (inputs is null || before is null || RequestOf(before, inputs) is not { } request)
            return DrainOutputs.Of(bag, inputs is null && preview ? null : []);
        if (preview)
        {
            await PreviewAsync(urn, before, inputs.Access, request, ct);
            return DrainOutputs.Of(bag, null);
        }
        var outcome = await DrainAsync(urn, before, inputs.Access, request, timeout, ct);
        return DrainOutputs.Of(bag, outcome.Unreached.Select(member => member.Name));
    }

    private static string PlanKey(Urn urn) => $"{Token} {ClusterTopologyResource.StackOf(urn)}";

    private static TopologyInputs? Read(ImmutableDictionary<string, PropertyValue> bag, bool preview)
    {
        var failures = new List<CheckFailure>();
        return TopologyInputs.ReadDrain(bag, failures) ?? (preview ? null
            : throw new InvalidOperationException(failures.Count == 0 ? "ClusterDrain: inputs aren't known"
                : string.Join(Environment.NewLine, failures.Select(found => $"{found.Property}: {found.Reason}"))));
    }

    /// <summary>Null when nobody leaves.</summary>
    private static DepartureRequest? RequestOf(TopologyInputs before, TopologyInputs inputs)
    {
        var changes = MemberChanges.Of(before.Desired.Members, inputs.Desired.Members);
        return changes.Any ? changes.Request(before.Desired.Name, before.Desired.Members) : null;
    }

    private async Task<DrainOutcome> DrainAsync(
        Urn urn, TopologyInputs before, ClusterAccess access, DepartureRequest request, TimeSpan timeout,
        CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, environment.EngineGone);
        await using var session = await OpenAsync(before, access, request, TopologySession.MakeTimeout, either.Token);
        var options = new DrainOptions
        {
            ExpectedFingerprint = environment.Plans.Take(PlanKey(urn), before.Id),
            Waiting = reason => log.Progress(urn, $"waiting: {reason}"),
            StepDone = step => log.Progress(urn, DrainWords.Step(step)),
            Moves = new MoveOptions
            {
                Timeout = timeout > TimeSpan.Zero ? timeout : new MoveOptions().Timeout,
                Say = line => log.Progress(urn, line),
                Progress = progress => log.Progress(urn, MoveLine.Of(progress)),
            },
        };
        var outcome = await new ClusterDrainer(session.Connections, request, options).RunAsync(either.Token);
        environment.Plans.Replace(
            ClusterTopologyResource.PlanKey(urn), before.Id, ClusterFingerprint.OfShards(outcome.Observed));
        await log.InfoAsync(urn, Summary(outcome, request));
        if (!outcome.Unreached.IsEmpty)
            await log.WarnAsync(urn, Unreached(request, outcome.Unreached).ToString());
        return outcome;
    }

    /// <summary>Says what would be done. A preview never fails because nothing can be reached.</summary>
    private async Task PreviewAsync(
        Urn urn, TopologyInputs before, ClusterAccess access, DepartureRequest request, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(TopologySession.PlanTimeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            await using var session = await OpenAsync(
                before, access, request, TopologySession.PreviewTimeout, either.Token);
            var plan = await PlanAsync(session, request, either.Token);
            environment.Plans.Keep(PlanKey(urn), before.Id, plan.Fingerprint);
            string text = string.Join('\n', DrainWords.Lines(plan, request));
            await new PlanFiles(environment.PlanFolder, log).WriteAsync(
                urn, before.Id, "drain", plan.Moves, DrainWords.Lines(plan, request)[0]);
            if (plan.Refusals.IsEmpty) await log.InfoAsync(urn, text);
            else await log.WarnAsync(urn, text);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && TopologySession.IsUnreachable(exception))
        {
            await log.InfoAsync(urn, $"{DrainWords.Who(request)}; unknown until deployed: {exception.Message}");
        }
    }

    /// <summary>A moment after a failover not all have heard of it; that is worth some looks.</summary>
    private async Task<DrainPlan> PlanAsync(TopologySession session, DepartureRequest request, CancellationToken ct)
    {
        var drainer = new ClusterDrainer(session.Connections, request);
        long start = environment.Time.GetTimestamp();
        while (true)
        {
            var plan = await drainer.PlanAsync(ct);
            if (plan.Moves is not RebalanceResult.NotReady || plan.IsSilent
                || environment.Time.GetElapsedTime(start) > s_settleWithin) return plan;
            await Task.Delay(s_lookAgain, environment.Time, ct);
        }
    }

    /// <summary>
    /// A drain that is new knows of no earlier members. When some stand beside the declared ones, somebody has to say
    /// first that they are this cluster's.
    /// </summary>
    private async Task RefuseUndeclaredAsync(Urn urn, TopologyInputs inputs, bool preview, CancellationToken ct)
    {
        try
        {
            using var deadline = new CancellationTokenSource(TopologySession.PreviewTimeout, environment.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
            await using var session = await TopologySession.OpenAsync(
                environment, inputs, TopologySession.PreviewTimeout, either.Token);
            var observed = await session.Connections.ObserveAsync(inputs.Desired, either.Token);
            var others = observed.Live.SelectMany(view => view.Peers)
                .Where(record => record is { IsFailing: false, IsConnected: true } && observed.ById(record.Id) is null
                    && observed.Silent.All(silent => !Is(record, silent.Member)))
                .DistinctBy(record => record.Id).ToList();
            if (others.Count == 0) return;
            var found = new Diagnostic("RI3313", $"Redis Cluster \"{inputs.Desired.Name}\"",
                $"{others.Count} node(s) stand beside the declared ones: "
                    + string.Join(", ", others.Select(record => $"{record.Id.Short} at {record.Ip}:{record.Port}")),
                "a drain that is new can't tell whether they are to leave",
                "Declare all of the cluster, run up, and take members away then");
            if (!preview) throw new InvalidOperationException(found.ToString());
            await log.WarnAsync(urn, found.ToString());
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && TopologySession.IsUnreachable(exception))
        {
            // Nothing is there yet.
        }
    }

    private static bool Is(NodeRecord record, Member member) =>
        record.Hostname == member.Host || (record.Ip == member.Host && record.Port == member.Port);

    private async Task<TopologySession> OpenAsync(
        TopologyInputs before, ClusterAccess access, DepartureRequest request, TimeSpan timeout, CancellationToken ct)
    {
        var session = await TopologySession.OpenAsync(environment, before, timeout, ct);
        if (access == before.Access) return session;
        var observed = await session.Connections.ObserveAsync(request.Members, ct);
        if (observed.Silent.All(view => view.Reason != SilentReason.AccessDenied)) return session;
        // An earlier run may have got as far as the new password.
        await session.DisposeAsync();
        return await TopologySession.OpenAsync(environment, before with { Access = access }, timeout, ct);
    }

    private static string Summary(DrainOutcome outcome, DepartureRequest request)
    {
        var totals = outcome.Totals;
        string moved = totals.Slots == 0 ? "no slot moved"
            : $"{Amounts.Count(totals.Slots, "slot")} with {Amounts.Count(totals.Keys, "key")} moved";
        string time = $"in {Amounts.Time(outcome.Elapsed)}: {moved}";
        if (request.Leaving.IsEmpty) return $"{DrainWords.Who(request)} {time}";
        string names = string.Join(", ", request.Leaving.Select(member => member.Name));
        string changed = DrainWords.Changes(request) is { Length: > 0 } changes ? $"; {changes}" : "";
        return $"{names} left {time}, all others forgot them, they are empty{changed}";
    }

    private static Diagnostic Unreached(DepartureRequest request, ImmutableArray<Member> unreached) => new(
        "RI3314", $"Redis Cluster \"{request.Staying.Name}\"",
        $"{string.Join(", ", unreached.Select(member => member.Name))} left without being reached",
        "what is on their disks stays", "Nothing has to be done; who comes back from such a disk is looked at first",
        Severity.Warning);
}
