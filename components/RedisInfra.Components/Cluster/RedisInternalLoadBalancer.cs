namespace RedisInfra.Components.Cluster;

/// <summary>
/// Who makes a load balancer that only the cloud's own network reaches. Each has its own annotations and ignores
/// those of the others, so a wrong one would publish Redis to the Internet.
/// </summary>
public enum RedisInternalLoadBalancer
{
    /// <summary>None: the cloud decides, which for most means a public address.</summary>
    None,

    /// <summary>AWS, the AWS Load Balancer Controller, which must be installed: a Network Load Balancer.</summary>
    AwsController,

    /// <summary>AWS, Kubernetes' own cloud provider: a Network Load Balancer.</summary>
    AwsCloudProvider,

    /// <summary>Azure (AKS).</summary>
    Azure,

    /// <summary>Google Cloud (GKE).</summary>
    Gcp,

    /// <summary>Alibaba Cloud (ACK).</summary>
    Alibaba,
}
