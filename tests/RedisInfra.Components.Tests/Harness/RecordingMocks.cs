using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace RedisInfra.Components.Tests.Harness;

/// <summary>Answers as the providers would and keeps what they were asked for.</summary>
internal sealed class RecordingMocks : IMocks
{
    public const string GeneratedPassword = "Generated0Generated0Generated012";

    public ConcurrentBag<MockResourceArgs> Requests { get; } = [];

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Requests.Add(args);
        var state = args.Inputs;
        state = args.Type switch
        {
            "random:index/randomPassword:RandomPassword" => state.SetItem("result", GeneratedPassword),
            "random:index/randomId:RandomId" => state.SetItem("hex", "0a1b2c3d"),
            // What isn't known yet is left out of inputs here.
            "redisinfra:index:ClusterDrain" when state.ContainsKey("members") => state
                .SetItem("safeMembers", Names(state))
                .SetItem("unreached", ImmutableArray<object>.Empty),
            "redisinfra:index:RingDrain" when state.TryGetValue("servers", out var servers) =>
                state.SetItem("shards", ((IEnumerable<object>)servers).Count()),
            "redisinfra:index:SentinelDrain" when state.TryGetValue("members", out var members)
                && state.TryGetValue("sentinels", out var sentinels) => state
                .SetItem("memberCount", ((IEnumerable<object>)members).Count())
                .SetItem("sentinelCount", ((IEnumerable<object>)sentinels).Count()),
            "redisinfra:index:ClusterTopology" => state
                .SetItem("state", "ok")
                .SetItem("slotsAssigned", 16384)
                .SetItem("masters", 3)
                .SetItem("replicas", 3),
            _ => state,
        };
        return Task.FromResult<(string?, object)>((args.Name, state));
    }

    private static ImmutableArray<object> Names(ImmutableDictionary<string, object> inputs) =>
        [.. ((IEnumerable<object>)inputs["members"]).Select(member =>
            ((ImmutableDictionary<string, object>)member)["name"])];

    public Task<object> CallAsync(MockCallArgs args) =>
        throw new InvalidOperationException($"nothing here calls functions, and yet {args.Token} was");

    /// <summary>The inputs of the one resource called <paramref name="name"/>.</summary>
    public ImmutableDictionary<string, object> InputsOf(string name) => Requests.Single(r => r.Name == name).Inputs;
}
