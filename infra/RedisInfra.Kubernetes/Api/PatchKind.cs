namespace RedisInfra.Kubernetes;

/// <summary>How a patch is read.</summary>
public enum PatchKind
{
    /// <summary>RFC 7386: objects are merged, lists replaced, null removes.</summary>
    Merge,

    /// <summary>Lists are merged by their keys. Built-in kinds only.</summary>
    Strategic,
}
