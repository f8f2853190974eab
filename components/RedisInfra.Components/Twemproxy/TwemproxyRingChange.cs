namespace RedisInfra.Components.Twemproxy;

/// <summary>What a deployment does when a key would be looked for on another shard than before.</summary>
public enum TwemproxyRingChange
{
    /// <summary>It is refused where the pool keeps data, before anything is touched.</summary>
    Refuse,

    /// <summary>It is done, with a warning of how much moves: those keys are then not found.</summary>
    Remap,
}
