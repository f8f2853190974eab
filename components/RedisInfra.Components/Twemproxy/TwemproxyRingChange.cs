namespace RedisInfra.Components.Twemproxy;

/// <summary>What a deployment does when a key belongs to another shard than before.</summary>
public enum TwemproxyRingChange
{
    /// <summary>
    /// The keys are moved while clients use them, and the proxies are switched; writers wait for a moment.
    /// </summary>
    Move,

    /// <summary>The proxies are switched, with a warning of how much moves: those keys are given up.</summary>
    Remap,

    /// <summary>It is refused, before anything is touched.</summary>
    Refuse,
}
