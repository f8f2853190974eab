using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Utilities;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Common;

/// <summary>What the preflights of components are made of.</summary>
internal static class PreflightParts
{
    private static readonly string[] _make = ["get", "create", "patch"];

    /// <summary>What every component needs, but rights: each lists its own, in one order.</summary>
    /// <param name="scope">The component's.</param>
    /// <param name="subject">The component in messages.</param>
    /// <param name="access">Which cluster.</param>
    /// <param name="declaredNamespace">The namespace as it was given.</param>
    /// <param name="service">The client Service, called as the component; null where there are several.</param>
    /// <param name="options">The component's.</param>
    public static PreflightArgs Of(
        ComponentScope scope, string subject, KubernetesAccessArgs access, Input<string> declaredNamespace,
        RedisServiceArgs? service, ComponentResourceOptions? options)
    {
        var args = new PreflightArgs
        {
            Subject = subject,
            Kubernetes = access.In(scope.Namespace),
            Service = scope.Name,
            NamespaceDeclared = IsDeclared(declaredNamespace, options),
            Lasting = { ["Namespace"] = scope.Namespace },
        };
        if (service is not null) AddNodePort(args, "Service", service, scope.Name);
        return args;
    }

    /// <summary>Adds the node port that a Service is to have, if it is to have a certain one.</summary>
    /// <param name="needs">What it is added to.</param>
    /// <param name="argument">The component's argument with the Service.</param>
    /// <param name="service">The Service.</param>
    /// <param name="name">What it is called.</param>
    public static void AddNodePort(PreflightArgs needs, string argument, RedisServiceArgs service, string name)
    {
        if (service.NodePort is { } port) AddNodePort(needs, $"{argument}.NodePort", port, name);
    }

    /// <summary>Adds a node port.</summary>
    /// <param name="needs">What it is added to.</param>
    /// <param name="argument">The component's argument that has it.</param>
    /// <param name="port">The port.</param>
    /// <param name="service">The Service that is to have it.</param>
    public static void AddNodePort(PreflightArgs needs, string argument, Input<int> port, string service) =>
        needs.NodePorts.Add(new PreflightNodePortArgs { Argument = argument, Port = port, Service = service });

    public static PreflightImageArgs Image(string argument, Input<string> name) =>
        new() { Argument = argument, Name = name };

    /// <summary>Adds where data is: it stays there, and of claims the class has to be known.</summary>
    /// <param name="needs">What it is added to.</param>
    /// <param name="prefix">Before the argument's name.</param>
    /// <param name="storage">The storage.</param>
    public static void AddStorage(PreflightArgs needs, string prefix, RedisStorage storage)
    {
        needs.Lasting.Add($"{prefix}Storage", Words(storage));
        if (storage is not RedisStorage.Claims claims) return;
        var claim = new PreflightClaimArgs { Argument = $"{prefix}Storage.StorageClass" };
        if (claims.StorageClass is not null) claim.StorageClass = claims.StorageClass;
        needs.Claims.Add(claim);
    }

    public static PreflightPlacesArgs Places(string pods, int count, Input<string> topologyKey, RedisPodArgs pod)
    {
        var places = new PreflightPlacesArgs { Pods = pods, Count = count, TopologyKey = topologyKey };
        if (pod.DeclaredNodeSelector is { } selector) places.NodeSelector = selector;
        if (pod.Tolerations.Count == 0) return places;
        places.Tolerations = new InputList<PreflightTolerationArgs>();
        foreach (var toleration in pod.Tolerations)
        {
            var item = new PreflightTolerationArgs { Key = toleration.Key };
            if (toleration.Value is { } value) item.Value = value;
            if (toleration.Effect is { } effect) item.Effect = effect;
            places.Tolerations.Add(item);
        }

        return places;
    }

    /// <summary>As <see cref="PodParts.Spread"/> spreads them.</summary>
    public static PreflightPlacesArgs Evenly(string pods, int count, Input<string> topologyKey, RedisPodArgs pod)
    {
        var places = Places(pods, count, topologyKey, pod);
        places.Even = true;
        return places;
    }

    /// <summary>Objects that are made by a server-side apply.</summary>
    public static PreflightRuleArgs Made(string group, params string[] resources) => Rule(group, resources, _make);

    /// <summary>Objects that are made and then waited for, which is a watch.</summary>
    public static PreflightRuleArgs Awaited(string group, params string[] resources) =>
        Rule(group, resources, [.. _make, "list", "watch"]);

    /// <summary>The pods are looked at while what made them is waited for.</summary>
    public static PreflightRuleArgs Pods() => Rule("", ["pods"], ["list", "watch"]);

    /// <summary>The API server counts the WebSocket of a tunnel as a get.</summary>
    public static PreflightRuleArgs Streams(string subresource) => Rule("", [$"pods/{subresource}"], ["get"]);

    /// <summary>Static volumes and their claims. Volumes have no namespace.</summary>
    public static void AddVolumes(PreflightArgs needs)
    {
        var volumes = Made("", "persistentvolumes");
        volumes.ClusterWide = true;
        needs.Rules.Add(volumes);
        needs.Rules.Add(Made("", "persistentvolumeclaims"));
    }

    private static Input<string> Words(RedisStorage storage) => storage switch
    {
        RedisStorage.Claims => "claims",
        RedisStorage.Nfs { Exports: NfsExports.Shared } nfs => NfsExport.Place(nfs).Apply(place => $"NFS {place}"),
        RedisStorage.Nfs nfs => NfsExport.Place(nfs).Apply(place => $"NFS {place}, an export each"),
        _ => "ephemeral",
    };

    private static PreflightRuleArgs Rule(string group, string[] resources, string[] verbs)
    {
        var rule = new PreflightRuleArgs { Resources = resources, Verbs = verbs };
        if (group.Length > 0) rule.Group = group;
        return rule;
    }

    /// <summary>
    /// Whether the namespace comes from this program: its name is an output of some resource, or the component waits
    /// for a Namespace. Previews know such a name before there is a namespace.
    /// </summary>
    private static Output<bool> IsDeclared(Input<string> name, ComponentResourceOptions? options)
    {
        var waitedFor = options is null
            ? Output.Create(false)
            : options.DependsOn.Apply(resources => resources.Any(resource => resource is Namespace));
        return Output.Tuple(waitedFor, Output.Create(HasSourceAsync(name.ToOutput())))
            .Apply(found => found.Item1 || found.Item2);
    }

    private static async Task<bool> HasSourceAsync(Output<string> name) =>
        !(await OutputUtilities.GetDependenciesAsync(name).ConfigureAwait(false)).IsEmpty;
}
