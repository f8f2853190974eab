using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Provider.Preflight;

/// <summary>
/// What the cluster lacks: a pure function of what is needed and what the cluster said. What it didn't say isn't a
/// finding.
/// </summary>
internal static class PreflightRules
{
    private const int ListedNames = 8;

    public static ImmutableArray<Diagnostic> Evaluate(
        string clusterName, string @namespace, PreflightInputs needs, PreflightFacts facts)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) =>
            found.Add(new(code, $"RedisCluster \"{clusterName}\"", what, why, fix));

        bool isThere = CheckNamespace(@namespace, needs, facts, Add);
        // In a namespace that isn't there nobody has rights of its own.
        if (isThere) CheckRights(@namespace, facts, Add);
        if (needs.Image is { } image && ImageName.Problem(image) is { } problem)
        {
            Add("RI4605", $"Image = \"{image}\"", problem,
                "Give repository:tag as a registry knows it");
        }
        CheckPlaces(needs, facts, Add);
        CheckStorageClass(needs, facts, Add);
        CheckNodePorts(@namespace, needs, facts, Add);
        return found.ToImmutable();
    }

    /// <summary>Whether the cluster has the storage class that is needed; null when that isn't known.</summary>
    public static bool? HasStorageClass(PreflightInputs needs, PreflightFacts facts)
    {
        if (!needs.HasClaims || needs.StorageClass is "") return true;
        if (!facts.StorageClasses.TryGet(out var classes)) return null;
        if (classes.Any(item => needs.StorageClass is null ? item.IsDefault : item.Name == needs.StorageClass))
            return true;
        return facts.VolumeClasses.TryGet(out var volumes) && volumes.Contains(needs.StorageClass ?? "");
    }

    private static bool CheckNamespace(
        string @namespace, PreflightInputs needs, PreflightFacts facts,
        Action<string, string, string, string> add)
    {
        if (!facts.Namespace.TryGet(out string? phase) || phase == "Active") return true;
        if (phase == "Terminating")
        {
            add("RI4601", $"Namespace = \"{@namespace}\"",
                "it is being deleted, so nothing can be made in it", "Wait until it is gone and create it again");
            return false;
        }
        if (needs.IsNamespaceDeclared) return false;
        add("RI4601", $"Namespace = \"{@namespace}\"",
            $"the cluster of context \"{facts.Context}\" has no such namespace",
            $"Create it (kubectl --context {facts.Context} create namespace {@namespace}), declare it in the program "
            + "and take its name from there, or name one that exists");
        return false;
    }

    private static void CheckRights(
        string @namespace, PreflightFacts facts, Action<string, string, string, string> add)
    {
        if (!facts.Rights.TryGet(out var missing)) return;
        foreach (var scope in missing.GroupBy(right => right.IsClusterWide).OrderBy(group => group.Key))
        {
            // "create, patch configmaps; list pods"
            var needed = scope.GroupBy(right => right.Resource, StringComparer.Ordinal)
                .GroupBy(
                    right => string.Join(", ", right.Select(item => item.Verb)), right => right.Key,
                    StringComparer.Ordinal)
                .Select(group => $"{group.Key} {string.Join(", ", group)}");
            string place = scope.Key ? "in the whole cluster" : $"in namespace \"{@namespace}\"";
            add("RI4007", $"it needs to {string.Join("; ", needed)} {place}",
                $"the user of context \"{facts.Context}\" has no right to",
                $"Ask the cluster's administrator for a {(scope.Key ? "ClusterRole" : "Role")} with these rights");
        }
    }

    private static void CheckPlaces(
        PreflightInputs needs, PreflightFacts facts, Action<string, string, string, string> add)
    {
        if (needs.ApartBy is not { } key || !facts.Nodes.TryGet(out var nodes)) return;
        var usable = nodes.Where(node => Takes(node, needs)).ToList();
        var places = usable.Select(node => node.Labels.GetValueOrDefault(key)).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (places.Count >= needs.MembersApart) return;
        int unlabelled = usable.Count(node => !node.Labels.ContainsKey(key));
        var others = new List<string>();
        if (nodes.Count > usable.Count)
            others.Add($"{nodes.Count - usable.Count} of {nodes.Count} nodes don't take these pods");
        if (unlabelled > 0) others.Add($"{unlabelled} without that label");
        string rest = others.Count == 0 ? "" : $" ({string.Join(", ", others)})";
        add("RI4602",
            $"Spread = Required keeps {needs.MembersApart} members apart by {key}",
            $"the nodes that take them have {Listed(places, "values", "no value")}{rest}",
            "Add nodes, set Spread to Preferred, or declare fewer replicas");
    }

    /// <summary>As the scheduler decides: not cordoned, selected, and no taint that isn't put up with.</summary>
    private static bool Takes(NodeFact node, PreflightInputs needs) =>
        node.IsSchedulable
        && needs.NodeSelector.All(label => node.Labels.GetValueOrDefault(label.Key) == label.Value)
        && node.Taints.All(taint => needs.Tolerations.Any(toleration =>
            toleration.Key == taint.Key && (toleration.Value is null || toleration.Value == taint.Value)
            && (toleration.Effect is null || toleration.Effect == taint.Effect)));

    private static void CheckStorageClass(
        PreflightInputs needs, PreflightFacts facts, Action<string, string, string, string> add)
    {
        if (HasStorageClass(needs, facts) is not false) return;
        var names = facts.StorageClasses.Value!.Select(item => item.Name).Order(StringComparer.Ordinal).ToList();
        string known = $"the cluster has {Listed(names, "storage classes", "no storage class")}";
        if (needs.StorageClass is { } name)
        {
            add("RI4603", $"StorageClass = \"{name}\"", known,
                "Name one that exists, or create it");
        }
        else
        {
            add("RI4603", "claims of the default storage class are asked for",
                $"{known}{(names.Count == 0 ? "" : ", and none of them is the default")}",
                "Set StorageClass, or mark a class as default "
                + "(annotation storageclass.kubernetes.io/is-default-class=true)");
        }
    }

    private static void CheckNodePorts(
        string @namespace, PreflightInputs needs, PreflightFacts facts,
        Action<string, string, string, string> add)
    {
        if (!facts.NodePorts.TryGet(out var taken)) return;
        for (int i = 0; i < needs.NodePorts.Length; i++)
        {
            int port = needs.NodePorts[i];
            // What our own Service holds stands already.
            var holder = taken.FirstOrDefault(item => item.Port == port
                && !(item.Namespace == @namespace && item.Service == needs.Service));
            if (holder is null) continue;
            add("RI4604", $"Service.NodePort = {port}",
                $"Service {holder.Service} in namespace {holder.Namespace} has it",
                "Choose another port from 30000 to 32767, or leave it out: then Kubernetes chooses one");
        }
    }

    private static string Listed(List<string> names, string many, string none)
    {
        if (names.Count == 0) return none;
        string text = string.Join(", ", names.Take(ListedNames));
        string word = names.Count == 1 ? many[..^(many.EndsWith("sses", StringComparison.Ordinal) ? 2 : 1)] : many;
        return $"{names.Count} {word}: {text}{(names.Count > ListedNames ? ", …" : "")}";
    }
}
