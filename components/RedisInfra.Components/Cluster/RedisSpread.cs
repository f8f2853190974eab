namespace RedisInfra.Components.Cluster;

/// <summary>How strictly the members of one shard are kept apart.</summary>
public enum RedisSpread
{
    /// <summary>The scheduler tries: a small cluster still starts.</summary>
    Preferred,

    /// <summary>A member that would share its place with another of its shard stays pending.</summary>
    Required,
}
