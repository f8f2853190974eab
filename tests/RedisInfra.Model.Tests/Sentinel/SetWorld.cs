using System.Collections.Immutable;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;

namespace RedisInfra.Model.Tests.Sentinel;

/// <summary>A set of servers d0, d1, … with the Sentinels s0, s1, … as they would be seen.</summary>
internal static class SetWorld
{
    public static DeclaredSet Declared(int members = 3, int sentinels = 3, int quorum = 2) => new("cache",
        [.. Enumerable.Range(0, members).Select(i => new SetMember($"data-{i}", $"d{i}:1"))],
        [.. Enumerable.Range(0, sentinels).Select(i => new SetMember($"sentinel-{i}", $"s{i}:2"))], quorum);

    /// <summary>All of them agree; the first is the master.</summary>
    public static ObservedSet Running(int members = 3, int sentinels = 3, int quorum = 2, int master = 0) => new(
        "cache",
        [
            .. Enumerable.Range(0, sentinels).Select(i => new ObservedSentinel($"s{i}:2")
            {
                Id = $"s{i}", IsWatching = true, Master = $"d{master}:1", MasterFlags = ["master"], Quorum = quorum,
                Settings = ImmutableDictionary<string, string>.Empty.Add("quorum", $"{quorum}")
                    .Add("down-after-milliseconds", "5000"),
                Sentinels = [.. Enumerable.Range(0, sentinels).Where(other => other != i).Select(Sentinel)],
                Replicas = [.. Enumerable.Range(0, members).Where(other => other != master).Select(Replica)],
            }),
        ],
        [.. Enumerable.Range(0, members).Select(i => i == master ? Master(i, keys: 9) : Follower(i, master))]);

    /// <summary>Servers and Sentinels that were just started, each alone.</summary>
    public static ObservedSet Fresh(params long[] keys) => new("cache",
        [.. Enumerable.Range(0, 3).Select(i => new ObservedSentinel($"s{i}:2") { Id = $"s{i}" })],
        [.. keys.Select((count, i) => Master(i, count) with { ReplicationId = $"h{i}" })]);

    public static ObservedServer Master(int index, long keys = 0) => new($"d{index}:1")
    {
        RunId = $"d{index}", IsMaster = true, ReplicationId = "h", Offset = 9, Keys = keys, Settings = s_settings,
    };

    public static ObservedServer Follower(int index, int master) => new($"d{index}:1")
    {
        RunId = $"d{index}", Follows = $"d{master}:1", ReplicationId = "h", IsLinkUp = true, Offset = 9, Keys = 9,
        Settings = s_settings,
    };

    public static KnownInstance Sentinel(int index) => new($"s{index}:2", $"s{index}", ["sentinel"]);

    public static KnownInstance Replica(int index) => new($"d{index}:1", $"d{index}", ["slave"]);

    /// <summary>The same set, seen by each Sentinel in another way.</summary>
    public static ObservedSet Each(this ObservedSet set, Func<ObservedSentinel, ObservedSentinel> change) =>
        set with { Sentinels = [.. set.Sentinels.Select(change)] };

    /// <summary>The same set with another server at its address.</summary>
    public static ObservedSet With(this ObservedSet set, ObservedServer server) =>
        set with { Servers = [.. set.Servers.Where(one => one.Endpoint != server.Endpoint), server] };

    public static ObservedSet With(this ObservedSet set, ObservedSentinel sentinel) =>
        set with { Sentinels = [.. set.Sentinels.Where(one => one.Endpoint != sentinel.Endpoint), sentinel] };

    private static readonly ImmutableDictionary<string, string> s_settings =
        ImmutableDictionary<string, string>.Empty.Add("min-replicas-to-write", "0").Add("replica-priority", "100");
}
