using System.Collections.Immutable;

namespace RedisInfra.Components.Cluster;

/// <summary>One StatefulSet. <paramref name="Shard"/> is null when it holds all shards.</summary>
internal sealed record ClusterWorkload(string Name, string Role, int? Shard, int Replicas);

/// <summary>One Redis process by its stable name; <paramref name="Index"/> 0 is its shard's first master.</summary>
internal sealed record ClusterMember(string Pod, int Shard, int Index)
{
    public string Claim => "data-" + Pod;
}

/// <summary>Which objects a cluster consists of and how they are called: a pure function of its spec.</summary>
internal sealed record RedisClusterLayout(
    string ServiceName,
    string HeadlessName,
    string AuthSecretName,
    ImmutableArray<ClusterWorkload> Workloads,
    ImmutableArray<ClusterMember> Members)
{
    /// <summary>The pods of a StatefulSet.</summary>
    public IReadOnlySet<string> PodsOf(ClusterWorkload workload) => Members
        .Where(member => workload.Shard is null || member.Shard == workload.Shard)
        .Select(member => member.Pod).ToHashSet(StringComparer.Ordinal);

    /// <summary>The longest name that a StatefulSet of the cluster gets.</summary>
    public static string LongestWorkloadName(string name, int shards, RedisWorkload workload) =>
        workload == RedisWorkload.Single ? name : $"{name}-{Math.Max(0, shards - 1)}";

    public static RedisClusterLayout Of(RedisClusterSpec spec) => new(
        spec.Name,
        $"{spec.Name}-nodes",
        $"{spec.Name}-auth",
        spec.Workload == RedisWorkload.Single
            ? [new ClusterWorkload(spec.Name, "members", null, spec.Shards * spec.MembersPerShard)]
            : [.. Enumerable.Range(0, spec.Shards).Select(shard =>
                new ClusterWorkload($"{spec.Name}-{shard}", $"shard-{shard}", shard, spec.MembersPerShard))],
        [.. from shard in Enumerable.Range(0, spec.Shards)
            from index in Enumerable.Range(0, spec.MembersPerShard)
            select new ClusterMember(PodName(spec, shard, index), shard, index)]);

    /// <summary>
    /// In a single StatefulSet the members of a shard stand next to one another in a first deployment: so another shard
    /// leaves the earlier pods in their shards. Later the drain tells which shard a pod is of
    /// (<see cref="ClusterDrainArgs.KeepsShards"/>).
    /// </summary>
    private static string PodName(RedisClusterSpec spec, int shard, int index) => spec.Workload == RedisWorkload.Single
        ? $"{spec.Name}-{shard * spec.MembersPerShard + index}"
        : $"{spec.Name}-{shard}-{index}";
}
