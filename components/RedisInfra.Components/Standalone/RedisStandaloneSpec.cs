using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Standalone;

/// <summary>The validated, immutable shape, and the names of the objects.</summary>
internal sealed record RedisStandaloneSpec(
    string Name, RedisStandaloneWorkload Workload, RedisStorage Storage, RedisPersistence Persistence)
{
    public string ServiceName => Name;

    /// <summary>The headless Service, with a StatefulSet only.</summary>
    public string NodesName => $"{Name}-nodes";

    public string AuthSecretName => $"{Name}-auth";

    public string ClaimName => $"{Name}-data";

    /// <summary>
    /// The folder of the volume: called like the pod of a StatefulSet, or like the Deployment. When the workload
    /// changes, the new one starts before the old one is gone, and two servers on the same files would destroy them.
    /// </summary>
    public string Folder => Workload == RedisStandaloneWorkload.StatefulSet ? $"{Name}-0" : Name;

    /// <summary>What picks the pod, and for the same reason not the other workload's. Must never change.</summary>
    public Dictionary<string, string> Selector
    {
        get
        {
            var labels = Labels.Selector(Name);
            labels[Labels.Workload] = Workload.ToString();
            return labels;
        }
    }

    /// <summary>The labels of the pod and of what runs it.</summary>
    public Dictionary<string, string> PodLabels
    {
        get
        {
            var labels = Labels.Of(Name, Labels.NodeComponent);
            labels[Labels.Workload] = Workload.ToString();
            return labels;
        }
    }

    public static RedisStandaloneSpec From(string name, RedisStandaloneArgs args) =>
        new(name, args.Workload, args.Storage, args.Persistence);
}
