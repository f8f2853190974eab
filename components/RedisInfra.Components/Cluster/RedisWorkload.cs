namespace RedisInfra.Components.Cluster;

/// <summary>How members are spread over StatefulSets.</summary>
public enum RedisWorkload
{
    /// <summary>
    /// A StatefulSet a shard: a shard can be rolled, protected from disruption and kept apart on its own.
    /// </summary>
    PerShard,

    /// <summary>One StatefulSet for all members. Its pods can only be kept apart from one another as a whole.</summary>
    Single,
}
