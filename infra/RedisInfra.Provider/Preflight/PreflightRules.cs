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
        string subject, string @namespace, PreflightInputs needs, PreflightFacts facts)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, subject, what, why, fix));

        bool isThere = CheckNamespace(@namespace, needs, facts, Add);
        // In a namespace that isn't there nobody has rights of its own.
        if (isThere) CheckRights(@namespace, facts, Add);
        foreach (var image in needs.Images.GroupBy(image => image.Name, image => image.Argument))
        {
            if (ImageName.Problem(image.Key) is not { } problem) continue;
            Add("RI4605", $"{string.Join(", ", image)} = \"{image.Key}\"", problem,
                "Give repository:tag as a registry knows it");
        }
        foreach (var places in needs.Places) PlaceRules.Check(places, facts, Add);
        foreach (var claim in needs.Claims.GroupBy(claim => claim.StorageClass, claim => claim.Argument))
            CheckStorageClass(claim.Key, string.Join(", ", claim), facts, Add);
        CheckNodePorts(@namespace, needs, facts, Add);
        return found.ToImmutable();
    }

    /// <summary>What is declared otherwise than what stands, and would leave its data behind.</summary>
    public static IEnumerable<Diagnostic> Changed(string subject, PreflightInputs old, PreflightInputs needs) =>
        from argument in needs.Lasting.Keys.Order(StringComparer.Ordinal)
        let stands = old.Lasting.GetValueOrDefault(argument)
        let declared = needs.Lasting[argument]
        where stands is not null && stands != declared
        select new Diagnostic(
            "RI4607", subject, $"{argument} is to go from {stands} to {declared}",
            "its data stays where it is, and all pods would start without it",
            $"Leave it at {stands}. Declare another deployment and copy the data, or destroy this one first when the "
            + "data may go");

    /// <summary>Whether the cluster has the storage classes that are needed; null when that isn't known.</summary>
    public static bool? HasStorageClasses(PreflightInputs needs, PreflightFacts facts)
    {
        var answers = needs.Claims.Select(claim => HasStorageClass(claim.StorageClass, facts)).ToList();
        if (answers.Contains(false)) return false;
        return answers.Contains(null) ? null : true;
    }

    private static bool? HasStorageClass(string? name, PreflightFacts facts)
    {
        if (name is "") return true;
        if (!facts.StorageClasses.TryGet(out var classes)) return null;
        if (classes.Any(item => name is null ? item.IsDefault : item.Name == name)) return true;
        return facts.VolumeClasses.TryGet(out var volumes) && volumes.Contains(name ?? "");
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

    private static void CheckStorageClass(
        string? name, string argument, PreflightFacts facts, Action<string, string, string, string> add)
    {
        if (HasStorageClass(name, facts) is not false) return;
        var names = facts.StorageClasses.Value!.Select(item => item.Name).Order(StringComparer.Ordinal).ToList();
        string known = $"the cluster has {Listed(names, "storage class", "storage classes")}";
        if (name is not null)
        {
            add("RI4603", $"{argument} = \"{name}\"", known,
                "Name one that exists, or create it");
        }
        else
        {
            add("RI4603", $"claims of the default storage class are asked for ({argument} isn't set)",
                $"{known}{(names.Count == 0 ? "" : ", and none of them is the default")}",
                "Set it, or mark a class as default "
                + "(annotation storageclass.kubernetes.io/is-default-class=true)");
        }
    }

    private static void CheckNodePorts(
        string @namespace, PreflightInputs needs, PreflightFacts facts,
        Action<string, string, string, string> add)
    {
        if (!facts.NodePorts.TryGet(out var taken)) return;
        foreach (var (argument, port, service) in needs.NodePorts)
        {
            // What our own Service holds stands already.
            var holder = taken.FirstOrDefault(item => item.Port == port
                && !(item.Namespace == @namespace && item.Service == service));
            if (holder is null) continue;
            add("RI4604", $"{argument} = {port}",
                $"Service {holder.Service} in namespace {holder.Namespace} has it",
                "Choose another port from 30000 to 32767, or leave it out: then Kubernetes chooses one");
        }
    }

    /// <summary>"2 values: a, b", or "no value".</summary>
    public static string Listed(List<string> names, string one, string many)
    {
        if (names.Count == 0) return $"no {one}";
        string text = string.Join(", ", names.Take(ListedNames));
        return $"{names.Count} {(names.Count == 1 ? one : many)}: {text}{(names.Count > ListedNames ? ", …" : "")}";
    }
}
