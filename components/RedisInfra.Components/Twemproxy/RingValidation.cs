using System.Globalization;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The rules on one pool. Findings go to <c>add</c>: code, what, why, fix.</summary>
internal static class RingValidation
{
    public static string Prefix(string pool) => $"Pools[\"{pool}\"].";

    public static bool IsPoolName(string name) =>
        name.Length is > 0 and <= TwemproxyDefaults.MaxPoolNameLength && name != TwemproxyLayout.ReservedPoolName
        && name != ProxyServices.StatsPortName && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    /// <summary>Two printable characters without a space: what nutcracker looks for around a key's part.</summary>
    public static bool IsHashTag(string tag) => tag.Length == 2 && tag.All(c => c is > ' ' and <= '~');

    public static void CheckShape(TwemproxyRingArgs pool, Action<string, string, string, string> add)
    {
        var prefix = Prefix(pool.Name);
        if (!IsPoolName(pool.Name))
            add(
                "RI2102", $"a pool's name is \"{pool.Name}\"",
                $"it names pods and a port: 1 to {TwemproxyDefaults.MaxPoolNameLength} lower-case letters and digits, "
                + $"a letter first, neither {TwemproxyLayout.ReservedPoolName} nor {ProxyServices.StatsPortName}",
                "Choose such a name");
        if (pool.Shards is < 1 or > TwemproxyDefaults.MaxShards)
            add(
                "RI2106", $"{prefix}Shards = {pool.Shards}", "a ring has 1 shard or more, and a proxy connects to each",
                $"Set it within 1 to {TwemproxyDefaults.MaxShards}");
        else CheckWeights(prefix, pool, add);
        if (pool.Replicas is < 0 or > TwemproxyDefaults.MaxReplicas)
            add(
                "RI2116", $"{prefix}Replicas = {pool.Replicas}", "each shard has so many copies of its data",
                $"Set it within 0 to {TwemproxyDefaults.MaxReplicas}");
        if (pool.HashTag is { } tag && !IsHashTag(tag))
            add(
                "RI2108", $"{prefix}HashTag = \"{tag}\"", "nutcracker takes the two characters around a key's part",
                "Set it to two such as {}, or leave it out");
        CheckTimes(prefix, pool, add);
        ValueRules.Persistence(prefix, pool.Persistence, add);
    }

    /// <summary>What is allowed but likely not meant.</summary>
    public static void Warn(TwemproxyRingArgs pool, Action<string, string, string, string> add)
    {
        var prefix = Prefix(pool.Name);
        var keepsData = RingSpec.From(pool).KeepsData;
        ValueRules.WarnOfSlowSync(prefix, pool.Storage, pool.Persistence, add);
        if (pool.Timeout is null)
            add(
                "RI2151", $"{prefix}Timeout isn't set",
                "a shard that is silent then holds its clients for ever, and the other requests of their connections",
                $"Set it, to {Milliseconds(TwemproxyDefaults.Timeout)} for example");
        if (pool.Ejection is not null && keepsData)
            add(
                "RI2152", $"{prefix}Ejection is set (auto_eject_hosts), and the pool keeps data",
                "what is written while a shard is out goes to another one and isn't found again",
                "Leave Ejection out, or use ephemeral storage for a cache");
        if (pool.Distribution == TwemproxyDistribution.Random && (keepsData || pool.Shards > 1))
            add(
                "RI2153", $"{prefix}Distribution = Random", "a key that was written is looked for on any shard",
                "Use Ketama");
        if (pool is { Hash: TwemproxyHash.Crc32, Distribution: TwemproxyDistribution.Ketama, Shards: > 1 })
            add(
                "RI2155", $"{prefix}Hash = Crc32 with Ketama",
                "it has values up to 32767 only, at one end of the ring, so nearly all keys are on one shard",
                "Use Murmur, or Crc32a, for a new pool");
        var impossible = pool.ClientCommands.Select(ProxyCommands.Normal).Distinct()
            .Where(command => !ProxyCommands.CanDo(command)).ToList();
        if (impossible.Count > 0)
            add(
                "RI2154", $"{prefix}ClientCommands has {string.Join(", ", impossible)}",
                "twemproxy closes the connection of a client that sends them",
                "Don't use them, or use a RedisCluster");
    }

    private static void CheckWeights(
        string prefix, TwemproxyRingArgs pool, Action<string, string, string, string> add)
    {
        foreach (var (shard, weight) in pool.Weights.OrderBy(pair => pair.Key))
        {
            if (shard < 0 || shard >= pool.Shards)
                add(
                    "RI2107", $"{prefix}Weights names shard {shard}", $"the shards are 0 to {pool.Shards - 1}",
                    "Name one of them");
            if (weight is < 1 or > TwemproxyDefaults.MaxWeight)
                add(
                    "RI2107", $"{prefix}Weights[{shard}] = {weight}", "nutcracker refuses a weight of 0",
                    $"Set it within 1 to {TwemproxyDefaults.MaxWeight}");
        }
    }

    private static void CheckTimes(
        string prefix, TwemproxyRingArgs pool, Action<string, string, string, string> add)
    {
        if (pool.Timeout is { } timeout
            && (timeout < TwemproxyDefaults.MinTimeout || timeout > TwemproxyDefaults.MaxTimeout))
            add(
                "RI2112", $"{prefix}Timeout = {Milliseconds(timeout)}",
                "0 waits for nothing, and clients don't wait longer than a minute", "Set it within 1 ms to 60000 ms");
        if (pool.Ejection is not { } ejection) return;
        if (ejection.FailureLimit is < 1 or > 1000)
            add(
                "RI2114", $"{prefix}Ejection.FailureLimit = {ejection.FailureLimit}",
                "a shard goes after so many failures in a row", "Set it within 1 to 1000");
        if (ejection.RetryTimeout < TwemproxyDefaults.MinRetryTimeout
            || ejection.RetryTimeout > TwemproxyDefaults.MaxRetryTimeout)
            add(
                "RI2114", $"{prefix}Ejection.RetryTimeout = {Milliseconds(ejection.RetryTimeout)}",
                "a shard stays out so long", "Set it within 1 s to 1 h");
    }

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + " ms";
}
