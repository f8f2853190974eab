using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Utilities;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>What a cluster's objects need, for the look at the Kubernetes cluster before they are made.</summary>
internal static class ClusterPreflight
{
    private static readonly string[] _make = ["get", "create", "patch"];

    public static ClusterTopologyPreflightArgs Of(ClusterScope scope, ComponentResourceOptions? options)
    {
        var (spec, args) = (scope.Spec, scope.Args);
        var needs = new ClusterTopologyPreflightArgs
        {
            Service = scope.Layout.ServiceName,
            Image = args.Image,
            NamespaceDeclared = IsDeclared(args, options),
            Rules = Rules(spec),
        };
        if (spec.Storage is RedisStorage.Claims claims)
        {
            needs.Claims = true;
            if (claims.StorageClass is not null) needs.StorageClass = claims.StorageClass;
        }

        if (spec.Spread == RedisSpread.Required) AddPlaces(needs, scope);
        if (args.Service.NodePort is { } port) needs.NodePorts = new InputList<int> { port };
        return needs;
    }

    private static void AddPlaces(ClusterTopologyPreflightArgs needs, ClusterScope scope)
    {
        needs.Spread = "required";
        needs.TopologyKey = scope.Args.TopologyKey;
        // One StatefulSet for all shards knows no shards: see ClusterPlacement.
        needs.MembersApart = scope.Spec.Workload == RedisWorkload.Single
            ? scope.Layout.Members.Length
            : scope.Spec.MembersPerShard;
        if (scope.Args.Pod.DeclaredNodeSelector is { } selector) needs.NodeSelector = selector;
        if (scope.Args.Pod.Tolerations.Count == 0) return;
        needs.Tolerations = new InputList<ClusterTolerationArgs>();
        foreach (var toleration in scope.Args.Pod.Tolerations)
        {
            var item = new ClusterTolerationArgs { Key = toleration.Key };
            if (toleration.Value is { } value) item.Value = value;
            if (toleration.Effect is { } effect) item.Effect = effect;
            needs.Tolerations.Add(item);
        }
    }

    /// <summary>Making objects is a server-side apply; waiting for them is a watch.</summary>
    private static InputList<ClusterAccessRuleArgs> Rules(RedisClusterSpec spec)
    {
        var rules = new InputList<ClusterAccessRuleArgs>
        {
            Rule("", ["configmaps", "secrets", "serviceaccounts", "services"], _make),
            Rule("apps", ["statefulsets"], [.. _make, "list", "watch"]),
            Rule("policy", ["poddisruptionbudgets"], _make),
            Rule("", ["pods"], ["list", "watch"]),
            // The API server counts the WebSocket of a tunnel as a get.
            Rule("", ["pods/portforward"], ["get"]),
        };
        if (spec.Storage is RedisStorage.Nfs)
        {
            var volumes = Rule("", ["persistentvolumes"], _make);
            volumes.ClusterWide = true;
            rules.Add(volumes);
        }

        return rules;
    }

    private static ClusterAccessRuleArgs Rule(string group, string[] resources, string[] verbs)
    {
        var rule = new ClusterAccessRuleArgs { Resources = resources, Verbs = verbs };
        if (group.Length > 0) rule.Group = group;
        return rule;
    }

    /// <summary>
    /// Whether the namespace comes from this program: its name is an output of some resource, or the component waits
    /// for a Namespace. Previews know such a name before there is a namespace.
    /// </summary>
    private static Output<bool> IsDeclared(RedisClusterArgs args, ComponentResourceOptions? options)
    {
        var waitedFor = options is null
            ? Output.Create(false)
            : options.DependsOn.Apply(resources => resources.Any(resource => resource is Namespace));
        return Output.Tuple(waitedFor, Output.Create(HasSourceAsync(args.Namespace.ToOutput())))
            .Apply(found => found.Item1 || found.Item2);
    }

    private static async Task<bool> HasSourceAsync(Output<string> name) =>
        !(await OutputUtilities.GetDependenciesAsync(name).ConfigureAwait(false)).IsEmpty;
}
