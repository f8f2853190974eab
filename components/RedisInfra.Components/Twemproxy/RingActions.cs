using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>What those that act on a ring itself are told: one before the shards' pods, one after them.</summary>
internal static class RingActions
{
    public static RingArgs Args(TwemproxyScope scope, RingLayout ring, RedisAuth auth)
    {
        var spec = ring.Spec;
        var args = new RingArgs
        {
            // Waits for the namespace, that is for all inputs to be accepted.
            Pool = scope.Namespace.Apply(_ => $"{scope.Name}/{spec.Name}"),
            Hash = NutcrackerWords.Of(spec.Hash),
            Distribution = NutcrackerWords.Of(spec.Distribution),
            OnChange = spec.OnChange.ToString().ToLowerInvariant(),
            Password = auth.Password,
            // Shards with replicas see to their own.
            Kubernetes = ring.HasReplicas ? scope.Args.Access.In(scope.Namespace) : VolumeParts.Access(
                scope.Args.Access, scope.Namespace, ShardVolumes.ClaimLabels(scope, ring), spec.Storage),
            Proxies = string.Join(
                ',', Labels.ProxySelector(scope.Name).OrderBy(label => label.Key, StringComparer.Ordinal)
                    .Select(label => $"{label.Key}={label.Value}")),
        };
        if (spec.HashTag is { } tag) args.HashTag = tag;
        foreach (var shard in ring.Shards)
        {
            args.Servers.Add(scope.Domain.Apply(domain => NutcrackerConfig.Server(ring, shard, domain)));
            if (ring.HasReplicas) args.Members.Add(shard.Pod, ReplicatedShards.Members(scope, ring, shard));
        }

        return args;
    }
}
