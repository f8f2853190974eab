using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Ring;

/// <summary>
/// redisinfra:index:RingDrain: before the shards' workload changes. Where all shards of the declared ring stand already
/// it moves the keys and switches the proxies, so that none goes with a shard. Its output is how many shards there may
/// be.
/// </summary>
internal sealed class RingDrainResource(ProviderEnvironment environment, EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:RingDrain";
    private readonly RingWork _work = new(environment, log, Token);

    public string Type => Token;

    public async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        var young = RingInputs.Read(request.NewInputs, failures);
        if (young is not null && RingInputs.Read(request.OldInputs, []) is { } old)
            await CompareAsync(request.Urn, old, young, failures);
        return new CheckResponse { Inputs = request.NewInputs, Failures = failures };
    }

    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        var inputs = await RunAsync(request.Urn, request.Inputs, null, request.Preview, request.Timeout, ct);
        return new CreateResponse { Id = inputs?.Pool ?? "", Outputs = Outputs(request.Inputs, inputs) };
    }

    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var old = RingInputs.Read(
            IProviderResource.InputsOf(request.OldInputs, request.OldOutputs, RingInputs.Names), []);
        var inputs = await RunAsync(request.Urn, request.NewInputs, old, request.Preview, request.Timeout, ct);
        return new UpdateResponse { Outputs = Outputs(request.NewInputs, inputs) };
    }

    private async Task<RingInputs?> RunAsync(
        Urn urn, ImmutableDictionary<string, PropertyValue> bag, RingInputs? old, bool preview, TimeSpan timeout,
        CancellationToken ct)
    {
        if (preview)
        {
            var known = RingInputs.Read(bag, []);
            if (known is not null) await _work.PreviewAsync(urn, known, old, isDrain: true, ct);
            return known;
        }

        var inputs = RingInputs.Require(bag);
        // The shards have the password that they were started with.
        await using var session = await RingSession.OpenAsync(
            environment, inputs, old, (old ?? inputs).Access, TopologySession.MakeTimeout, ct);
        if (await _work.LookAsync(session, inputs, old, ct) is not { } view) return inputs;
        if (view.CanBegin && !view.Steps.IsEmpty) await _work.RunAsync(urn, session, inputs, view, timeout, ct);
        else RefuseLoss(inputs, view);
        return inputs;
    }

    /// <summary>What can't be done before the workload changes must not need shards that go with that change.</summary>
    private static void RefuseLoss(RingInputs inputs, RingView view)
    {
        if (view.CanBegin) return;
        var stays = inputs.Ring.Servers.Select(server => server.Name).ToHashSet();
        var needed = view.Steps.SelectMany(RingCourse.Rings).SelectMany(ring => ring.Servers)
            .Select(server => server.Name).ToHashSet();
        if (needed.IsSubsetOf(stays)) return;
        var missing = needed.Except(view.Standing).Order(StringComparer.Ordinal);
        throw new InvalidOperationException(new Diagnostic("RI3467", inputs.Where,
            $"{Amounts.List(needed.Except(stays).Order(StringComparer.Ordinal), 4)} would go, "
                + $"and {Amounts.List(missing, 4)} can't be reached",
            "the keys of shards that go have to be moved before", "Bring them up, and run up again").ToString());
    }

    private static Dictionary<string, PropertyValue> Outputs(
        ImmutableDictionary<string, PropertyValue> bag, RingInputs? inputs) => new(bag)
    {
        ["shards"] = inputs is null ? PropertyValue.Computed : new PropertyValue(inputs.Ring.Servers.Length),
    };

    /// <summary>A shard with replicas has other pods, which start empty, than one without.</summary>
    private static void RefuseOtherServers(RingInputs old, RingInputs young, List<CheckFailure> failures)
    {
        var others = young.Ring.Servers.Select(server => server.Name)
            .Where(name => old.Ring.Servers.Any(server => server.Name == name)
                && old.Members.ContainsKey(name) != young.Members.ContainsKey(name)).ToList();
        if (others.Count == 0) return;
        failures.Add(new CheckFailure("members", new Diagnostic(
            "RI3469", young.Where,
            $"{Amounts.List(others, 4)} would have {(young.Members.IsEmpty ? "no " : "")}replicas",
            "other pods serve such a shard, and they start without its keys",
            "Make another pool and have clients write to that, or set onRingChange to remap to give the keys up")
            .ToString()));
    }

    private async Task CompareAsync(Urn urn, RingInputs old, RingInputs young, List<CheckFailure> failures)
    {
        if (young.OnChange != "remap") RefuseOtherServers(old, young, failures);
        var differences = RingForecast.Differences(old.Ring, young.Ring);
        if (differences.IsEmpty || young.OnChange == "move") return;
        string what = string.Join("; ", differences);
        if (young.OnChange == "refuse")
        {
            failures.Add(new CheckFailure("servers", new Diagnostic(
                "RI3461", young.Where, what,
                $"{RingForecast.Share(old.Ring, young.Ring)} would be looked for on other shards, and onRingChange is "
                    + "refuse",
                "Leave the ring as it is, or set onRingChange to move").ToString()));
            return;
        }

        await log.WarnAsync(urn, new Diagnostic(
            "RI3462", young.Where, what,
            $"{RingForecast.Share(old.Ring, young.Ring)} are looked for on other shards then, and aren't moved there",
            "Nothing has to be done for a cache: they are written again. Set onRingChange to move to keep them",
            Severity.Warning).ToString());
    }
}
