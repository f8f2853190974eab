using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Ring;

/// <summary>
/// redisinfra:index:RingGuard: knows the ring that a twemproxy pool has, tells what a change of it moves, and refuses
/// it where the pool keeps data, because nobody moves the keys.
/// </summary>
internal sealed class RingGuardResource(EngineLog log) : IProviderResource
{
    public const string Token = "redisinfra:index:RingGuard";

    public string Type => Token;

    public async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        var young = GuardedRing.Read(request.NewInputs, failures);
        if (young is not null && GuardedRing.Read(request.OldInputs, []) is { } before)
            await CompareAsync(request.Urn, before, young, failures);
        return new CheckResponse { Inputs = request.NewInputs, Failures = failures };
    }

    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct) => Task.FromResult(
        new CreateResponse { Id = IdOf(request.Inputs), Outputs = Outputs(request.Inputs) });

    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct) =>
        Task.FromResult(new UpdateResponse { Outputs = Outputs(request.NewInputs) });

    /// <summary>The pool's name; empty while it isn't known.</summary>
    private static string IdOf(ImmutableDictionary<string, PropertyValue> inputs) =>
        inputs.Find("pool") is { } pool && pool.TryGetString(out string? name) ? name : "";

    /// <summary>What it lets through: as many shards as are declared.</summary>
    private static Dictionary<string, PropertyValue> Outputs(ImmutableDictionary<string, PropertyValue> inputs)
    {
        var outputs = new Dictionary<string, PropertyValue>(inputs);
        if (GuardedRing.Read(inputs, []) is { } ring) outputs["shards"] = new PropertyValue(ring.Servers.Length);
        else outputs["shards"] = PropertyValue.Computed;
        return outputs;
    }

    private async Task CompareAsync(Urn urn, GuardedRing old, GuardedRing young, List<CheckFailure> failures)
    {
        var differences = RingForecast.Differences(old, young);
        if (differences.IsEmpty) return;
        string where = $"pool \"{young.Pool}\"";
        string what = string.Join("; ", differences);
        if (old.KeepsData && young.Refuses)
        {
            failures.Add(new CheckFailure("servers", new Diagnostic(
                "RI3461", where, what,
                $"{RingForecast.Share(old, young)} would be looked for on other shards, and nobody moves them there",
                "Leave the ring as it is, or set onRingChange to remap when those keys may be lost").ToString()));
            return;
        }

        await log.WarnAsync(urn, new Diagnostic(
            "RI3462", where, what,
            $"{RingForecast.Share(old, young)} are looked for on other shards then, and aren't moved there",
            "Nothing has to be done for a cache: they are written again", Severity.Warning).ToString());
    }
}
