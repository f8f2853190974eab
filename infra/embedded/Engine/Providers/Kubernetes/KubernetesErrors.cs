using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>The provider's findings, worded for users. docs/errors.md lists them.</summary>
internal static class KubernetesErrors
{
    /// <summary>An import would need the component that is its parent, and that went with the destroy.</summary>
    private const string KeptClaim = "If a destroy kept it, and only such claims are named, run up once with "
        + "PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true: it takes them over with their data. Else restore the state of the "
        + "stack that made it, choose another name or namespace, or delete it with its data";

    public static string PreviewOnly(DiagnosticException unreachable) =>
        $"{unreachable.Message} This preview compares with the state only; "
        + "what the cluster decides is unknown until deployed.";

    public static Diagnostic Undeletable(ObjectRef target) => new(
        "RI4501", target.ToString(), "it is to be deleted", "the cluster can't be used",
        "Start the cluster; if it is gone for good, run again with PULUMI_K8S_DELETE_UNREACHABLE=true to forget it");

    public static Diagnostic Exists(ObjectRef target, string managers) => new(
        "RI4502", target.ToString(), "it is to be created",
        $"it exists already, and not from this stack's state ({(managers.Length == 0 ? "no field manager"
            : $"field managers: {managers}")})",
        target.Kind == "PersistentVolumeClaim" ? KeptClaim
            : "Restore the state of the stack that made it, import it, choose another name or namespace, or delete it");

    public static Diagnostic Conflict(ObjectRef target, string fieldManager, string message) => new(
        "RI4503", target.ToString(), $"field manager {fieldManager} applies it",
        $"others own some of its fields: {message}",
        "Remove those fields from the program, or take them over with the annotation pulumi.com/patchForce: \"true\"");

    public static Diagnostic NotServed(ObjectRef target) => new(
        "RI4504", target.ToString(), $"its version is {target.ApiVersion}",
        "the cluster doesn't serve that kind and version",
        "Install what defines the kind (a CustomResourceDefinition), or upgrade the cluster");

    public static Diagnostic Refused(ObjectRef target, string what, ClusterException error) => new(
        "RI4505", target.ToString(), what, $"the API server refused ({error.Status} {error.Reason}): {error.Message}",
        error.Status switch
        {
            401 or 403 => "Use a kubeconfig whose user has that right, or have it granted (kubectl auth can-i tells)",
            404 => "Create what it names first; give the namespace as an output of its resource so that it comes first",
            _ => "Correct the field that it names",
        });

    public static string NotLive(ObjectRef target, string reason) => new Diagnostic(
        "RI4506", target.ToString(), "it was applied", $"it didn't become live: {reason}",
        "Correct the cause and run again; the object stays as it is until then").ToString();

    public static Diagnostic NotDeleted(ObjectRef target, TimeSpan waited, ImmutableArray<string> finalizers) => new(
        "RI4507", target.ToString(), "its deletion was asked for", finalizers.IsEmpty
            ? $"it is still there after {waited.TotalSeconds:0} s"
            : $"after {waited.TotalSeconds:0} s it still waits for its finalizers: {string.Join(", ", finalizers)}",
        "See what holds it with kubectl describe, and run again");

    public static string EarlierVersion(ObjectRef target, string served) => new Diagnostic(
        "RI4508", target.ToString(), $"its version is {target.ApiVersion}",
        $"this cluster serves the kind only in {served}, which has the same fields",
        "Nothing to do: it is applied in that version", Severity.Warning).ToString();

    public static Diagnostic ClusterKey(string cluster) => new(
        "RI4509", "kubernetes:cluster", $"it is \"{cluster}\"", "the embedded host chooses a cluster by context only",
        "Make a context for that cluster (kubectl config set-context) and name it in kubernetes:context");
}
