using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>The Service that clients find the cluster by.</summary>
public sealed class RedisServiceArgs : ResourceArgs
{
    private InputMap<string>? _annotations;

    /// <summary>How it is published.</summary>
    /// <value><see cref="RedisServiceType.ClusterIP"/> unless set.</value>
    public RedisServiceType Type { get; set; } = RedisServiceType.ClusterIP;

    /// <summary>Annotations, for load balancers and the like.</summary>
    /// <value>Key to text; none unless set.</value>
    public InputMap<string> Annotations
    {
        get => _annotations ??= new InputMap<string>();
        set => _annotations = value;
    }

    /// <summary>Null when nobody asked for any: the object then doesn't own the field.</summary>
    internal InputMap<string>? DeclaredAnnotations => _annotations;

    /// <summary>
    /// Keeps the load balancer inside the cloud's network, by the annotations of who makes it. They go over
    /// <see cref="Annotations"/>. Needs <see cref="RedisServiceType.LoadBalancer"/>.
    /// </summary>
    /// <value><see cref="RedisInternalLoadBalancer.None"/> unless set.</value>
    public RedisInternalLoadBalancer InternalLoadBalancer { get; set; }

    /// <summary>The node port, with <see cref="RedisServiceType.NodePort"/>.</summary>
    /// <value>30000 to 32767; chosen by Kubernetes unless set.</value>
    public Input<int>? NodePort { get; set; }

    /// <summary>
    /// How long a client's new connections go to the pod that its address was sent to before (sessionAffinity
    /// ClientIP).
    /// </summary>
    /// <value>1 s to 24 h; none unless set: any pod of the Service. Kubernetes' own is 3 h where it is on.</value>
    public Input<TimeSpan>? ClientAffinity { get; set; }
}
