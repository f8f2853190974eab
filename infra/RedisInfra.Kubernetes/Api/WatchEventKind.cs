namespace RedisInfra.Kubernetes;

/// <summary>What a watch reports.</summary>
public enum WatchEventKind
{
    /// <summary>The object is there: it was when the watch began, or has come since.</summary>
    Added,

    /// <summary>The object has changed.</summary>
    Modified,

    /// <summary>The object is gone; its last state is given.</summary>
    Deleted,

    /// <summary>
    /// Everything that is there has been reported; sent after the first list and after each later one.
    /// </summary>
    Synced,
}
