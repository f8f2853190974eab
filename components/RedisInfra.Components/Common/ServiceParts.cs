using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Common;

/// <summary>Services as all components declare them.</summary>
internal static class ServiceParts
{
    /// <summary>Old API servers refuse a server-side apply of a port without its protocol.</summary>
    public static ServicePortArgs Port(string name, int number) =>
        new() { Name = name, Port = number, TargetPort = number, Protocol = "TCP" };

    /// <summary>The Service of clients, as its args say.</summary>
    public static ServiceArgs Client(
        RedisServiceArgs args, ObjectMetaArgs metadata, IEnumerable<KeyValuePair<string, string>> selector,
        params IEnumerable<ServicePortArgs> ports)
    {
        if (LoadBalancerParts.Annotations(args) is { } annotations) metadata.Annotations = annotations;
        var spec = new ServiceSpecArgs { Type = args.Type.ToString(), Selector = Inputs.Map(selector) };
        foreach (var port in ports)
        {
            if (args.NodePort is not null) port.NodePort = args.NodePort;
            spec.Ports.Add(port);
        }

        if (args.ClientAffinity is { } affinity)
        {
            spec.SessionAffinity = "ClientIP";
            spec.SessionAffinityConfig = new SessionAffinityConfigArgs
            {
                ClientIP = new ClientIPConfigArgs { TimeoutSeconds = affinity.Apply(time => (int)time.TotalSeconds) },
            };
        }

        return new ServiceArgs { Metadata = metadata, Spec = spec };
    }
}
