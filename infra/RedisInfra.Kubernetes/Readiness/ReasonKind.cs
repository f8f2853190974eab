namespace RedisInfra.Kubernetes.Readiness;

/// <summary>Kinds of reasons why something isn't ready.</summary>
public enum ReasonKind
{
    /// <summary>An image can't be pulled.</summary>
    ImagePull,

    /// <summary>An image's name can't be read.</summary>
    ImageName,

    /// <summary>A container ends again and again.</summary>
    CrashLoop,

    /// <summary>A container can't be made: a Secret or ConfigMap, or a key in it, is missing.</summary>
    ContainerConfig,

    /// <summary>A volume can't be mounted.</summary>
    Volume,

    /// <summary>No node takes the pod.</summary>
    Unschedulable,

    /// <summary>A port of the node is taken.</summary>
    PortClash,

    /// <summary>A claim gets no volume: no such storage class, or no volume that fits.</summary>
    Claim,

    /// <summary>Pods are refused: quota, limit ranges, pod security, a webhook.</summary>
    Refused,

    /// <summary>A probe fails. The program may still be starting or loading.</summary>
    Probe,

    /// <summary>It has failed for good: a pod, a job, a rollout that passed its own deadline.</summary>
    Failed,
}
