namespace RedisInfra.Cli.Status;

/// <summary>One Sentinel as `status` shows it.</summary>
/// <param name="Node">Its name: the pod's.</param>
/// <param name="Master">Whom it names as the master; "" for one that doesn't answer or watches nobody.</param>
/// <param name="Quorum">Its quorum; null when it watches nobody.</param>
/// <param name="Others">How many other Sentinels it knows.</param>
/// <param name="Replicas">How many replicas it knows.</param>
/// <param name="State">"ok", or what is wrong, in a few words.</param>
internal sealed record SentinelWatcherRow(
    string Node, string Master, int? Quorum, int? Others, int? Replicas, string State);
