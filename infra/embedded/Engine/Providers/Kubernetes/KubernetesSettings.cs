using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>The provider's configuration: <c>kubernetes:*</c> of the stack, or the arguments of an explicit
/// provider.</summary>
internal sealed record KubernetesSettings
{
    /// <summary>A path, or the content of a kubeconfig; null for KUBECONFIG and then ~/.kube/config.</summary>
    public string? Kubeconfig { get; init; }

    public string? Context { get; init; }

    public string? Cluster { get; init; }

    public string? Namespace { get; init; }

    public bool ConfigMapMutable { get; init; }

    public bool SecretMutable { get; init; }

    public bool PatchForce { get; init; }

    public bool UpsertExisting { get; init; }

    public bool DeleteUnreachable { get; init; }

    public bool HasKubeconfigContent =>
        Kubeconfig is { } text && (text.Contains('\n') || text.TrimStart().StartsWith('{'));

    public static KubernetesSettings Of(
        ImmutableDictionary<string, PropertyValue> config, Func<string, string?> variable)
    {
        return new()
        {
            Kubeconfig = NotEmpty(config.Text("kubeconfig")),
            Context = NotEmpty(config.Text("context")),
            Cluster = NotEmpty(config.Text("cluster")),
            Namespace = NotEmpty(config.Text("namespace")) ?? NotEmpty(variable("PULUMI_K8S_NAMESPACE")),
            ConfigMapMutable = Flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
            SecretMutable = Flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
            PatchForce = Flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
            UpsertExisting = Flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
            DeleteUnreachable = Flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
        };

        bool Flag(string key, string name) => config.Flag(key) ?? (variable(name) is "true" or "1");
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
