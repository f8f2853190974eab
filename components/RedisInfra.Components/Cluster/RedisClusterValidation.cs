using System.Collections.Immutable;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// Every rule on <see cref="RedisClusterArgs"/>: pure functions from values to findings, in a fixed order.
/// </summary>
internal static class RedisClusterValidation
{
    public static string Where(string name) => $"RedisCluster \"{name}\"";

    /// <summary>The rules on plain values, which are known when the constructor runs.</summary>
    public static ImmutableArray<Diagnostic> CheckShape(string name, RedisClusterArgs args)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        var members = (long)args.Shards * (1 + args.ReplicasPerShard);
        ValueRules.ComponentName(
            name, RedisClusterLayout.LongestWorkloadName(name, args.Shards, args.Workload), Add);
        if (args.Shards < RedisClusterDefaults.MinShards)
            Add(
                "RI2003", $"Shards = {args.Shards}",
                $"a Redis Cluster needs at least {RedisClusterDefaults.MinShards} masters to elect one",
                $"Set Shards to {RedisClusterDefaults.MinShards} or more");
        if (args.ReplicasPerShard is < 0 or > RedisClusterDefaults.MaxReplicasPerShard)
            Add(
                "RI2004", $"ReplicasPerShard = {args.ReplicasPerShard}",
                $"a master has 0 to {RedisClusterDefaults.MaxReplicasPerShard} replicas",
                "Set ReplicasPerShard within that");
        else if (members > RedisClusterDefaults.MaxMembers)
            Add(
                "RI2005",
                $"Shards = {args.Shards} and ReplicasPerShard = {args.ReplicasPerShard} make {members} members",
                $"a Redis Cluster works up to {RedisClusterDefaults.MaxMembers}", "Use fewer and larger shards");
        ValueRules.Persistence("", args.Persistence, Add);
        ValueRules.InternalLoadBalancer(args.Service, Add);
        return found.ToImmutable();
    }

    /// <summary>What is allowed but likely not meant.</summary>
    public static ImmutableArray<Diagnostic> Warn(RedisClusterSpec spec)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) =>
            found.Add(new(code, Where(spec.Name), what, why, fix, Severity.Warning));

        ValueRules.WarnOfSlowSync("", spec.Storage, spec.Persistence, Add);
        if (spec.Storage is Storage.RedisStorage.Ephemeral && spec.ReplicasPerShard == 0)
            Add(
                "RI2051", "Storage is ephemeral and ReplicasPerShard = 0", "a shard's keys go with its only pod",
                "Set ReplicasPerShard to 1 or more, or use claims");
        return found.ToImmutable();
    }

    /// <summary>The rules on values that may come from other resources; null: not known yet, or not set.</summary>
    public static ImmutableArray<Diagnostic> CheckValues(string name, ClusterInputValues values)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.Namespace(values.Namespace, Add);
        ValueRules.Image("Image", values.Image, Add);
        ValueRules.Memory(
            "Resources.Memory", "Redis", RedisClusterDefaults.MinMemoryMebibytes, values.Memory, Add);
        ValueRules.MaxMemory("", values.MaxMemoryPercent, values.MaxMemoryPolicy, Add);
        ValueRules.Password(values.Password, Add);
        if (values.NodeTimeout is { } timeout
            && (timeout < RedisClusterDefaults.MinNodeTimeout || timeout > RedisClusterDefaults.MaxNodeTimeout))
            Add(
                "RI2013", FormattableString.Invariant($"NodeTimeout = {timeout.TotalSeconds:0.###} s"),
                "shorter takes a busy node for dead and longer keeps its shard away", "Set it within 1 s to 60 s");
        ValueRules.Config("", values.Config, Add);
        ValueRules.Storage("", values.StorageSize, values.Nfs, Add);
        ValueRules.UserId(values.UserId, Add);
        ValueRules.NodePort(values.NodePort, values.ServiceType, Add);
        ValueRules.ClientAffinity(values.ClientAffinity, Add);
        MonitoringRules.Check(values.Monitoring, Add);
        return found.ToImmutable();
    }

    /// <summary>True for repository:tag other than latest, or with a digest.</summary>
    public static bool IsPinned(string image) => ValueRules.IsPinned(image);
}
