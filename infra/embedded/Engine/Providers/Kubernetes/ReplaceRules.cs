using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// Which fields can't be changed in place. The API refuses to change most of them; a ConfigMap's and a Secret's content
/// is replaced as the official provider does (v4), so that what mounts it is rolled, unless the provider is told
/// otherwise.
/// </summary>
internal sealed record ReplaceRules(bool ConfigMapMutable = false, bool SecretMutable = false)
{
    /// <summary>Fields of one kind: all under <paramref name="Fields"/>, less what is under <paramref
    /// name="Except"/>.</summary>
    private sealed record Rule(ImmutableArray<string> Fields, params ImmutableArray<string> Except);

    private static readonly ImmutableArray<string> _identity = ["metadata.name", "metadata.namespace"];

    private static readonly ImmutableDictionary<string, Rule> _rules = new Dictionary<string, Rule>
    {
        ["apps/DaemonSet"] = new(["spec.selector"]),
        ["apps/Deployment"] = new(["spec.selector"]),
        ["apps/StatefulSet"] = new(
            ["spec"], "spec.replicas", "spec.template", "spec.updateStrategy", "spec.minReadySeconds", "spec.ordinals",
            "spec.persistentVolumeClaimRetentionPolicy"),
        ["batch/Job"] = new(["spec.completions", "spec.parallelism", "spec.selector", "spec.template"]),
        ["/PersistentVolume"] = new(
            ["spec"], "spec.accessModes", "spec.capacity", "spec.claimRef", "spec.mountOptions", "spec.nodeAffinity",
            "spec.persistentVolumeReclaimPolicy", "spec.storageClassName", "spec.volumeAttributesClassName",
            "spec.volumeMode"),
        ["/PersistentVolumeClaim"] = new(["spec"], "spec.resources", "spec.volumeAttributesClassName"),
        ["/Pod"] = new(["spec"], "spec.activeDeadlineSeconds", "spec.tolerations"),
        ["/Service"] = new(["spec.clusterIP"]),
        ["rbac.authorization.k8s.io/ClusterRoleBinding"] = new(["roleRef"]),
        ["rbac.authorization.k8s.io/RoleBinding"] = new(["roleRef"]),
        ["scheduling.k8s.io/PriorityClass"] = new(["value", "preemptionPolicy"]),
        ["storage.k8s.io/StorageClass"] = new(["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"]),
    }.ToImmutableDictionary(StringComparer.Ordinal);

    public IEnumerable<FieldChange> Of(Bag old, Bag now, IEnumerable<FieldChange> changes)
    {
        var rule = RuleOf(old, now);
        return changes.Where(change =>
            _identity.Concat(rule.Fields).Any(f => Covers(f, change)) && !rule.Except.Any(f => Covers(f, change)));
    }

    private Rule RuleOf(Bag old, Bag now)
    {
        var kind = now.Text("kind");
        var apiVersion = now.Text("apiVersion") ?? "v1";
        var group = apiVersion.Contains('/') ? apiVersion[..apiVersion.IndexOf('/')] : "";
        var immutable = now.Flag("immutable") == true || old.Flag("immutable") == true;
        return (group, kind) switch
        {
            ("", "ConfigMap") => new(Content(["data", "binaryData"], immutable || !ConfigMapMutable, old)),
            ("", "Secret") => new(Content(["data", "stringData"], immutable || !SecretMutable, old).Add("type")),
            _ => _rules.GetValueOrDefault($"{group}/{kind}") ?? new Rule([]),
        };
    }

    /// <summary>An object that is immutable can't become mutable again either.</summary>
    private static ImmutableArray<string> Content(ImmutableArray<string> fields, bool replace, Bag old) =>
        [.. replace ? fields : [], .. old.Flag("immutable") == true ? (string[])["immutable"] : []];

    private static bool Covers(string field, FieldChange change) =>
        PropertyPath.IsUnder(change.Path, PropertyPath.Parse(field));
}
