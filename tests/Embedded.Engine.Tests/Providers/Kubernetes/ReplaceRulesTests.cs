using RedisInfra.Embedded.Engine.Providers.Kubernetes;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

public sealed class ReplaceRulesTests
{
    [Theory]
    [InlineData("apps/v1", "StatefulSet", "spec: {replicas: 1}", "spec: {replicas: 2}", "spec.replicas", "")]
    [InlineData("apps/v1", "StatefulSet", "spec: {serviceName: a}", "spec: {serviceName: b}", "spec.serviceName",
        "spec.serviceName")]
    [InlineData("apps/v1", "StatefulSet", "spec: {template: {spec: {containers: [{image: a}]}}}",
        "spec: {template: {spec: {containers: [{image: b}]}}}", "spec.template.spec.containers[0].image", "")]
    [InlineData("apps/v1", "StatefulSet", "spec: {volumeClaimTemplates: [{metadata: {name: data}}]}", "spec: {}",
        "spec.volumeClaimTemplates", "spec.volumeClaimTemplates")]
    [InlineData("apps/v1", "StatefulSet", "spec: {updateStrategy: {type: OnDelete}}", "spec: {}",
        "spec.updateStrategy.type", "")]
    [InlineData("apps/v1", "Deployment", "spec: {selector: {matchLabels: {a: b}}}",
        "spec: {selector: {matchLabels: {a: c}}}",
        "spec.selector.matchLabels.a", "spec.selector.matchLabels.a")]
    [InlineData("v1", "Service", "spec: {clusterIP: None}", "spec: {}", "spec.clusterIP", "spec.clusterIP")]
    [InlineData("v1", "Service", "spec: {type: ClusterIP}", "spec: {type: NodePort}", "spec.type", "")]
    [InlineData("v1", "ConfigMap", "data: {a: b}", "data: {a: c}", "data.a", "data.a")]
    [InlineData("v1", "ConfigMap", "metadata: {labels: {x: y}}", "metadata: {}", "metadata.labels.x", "")]
    [InlineData("v1", "Secret", "stringData: {a: b}", "stringData: {a: c}", "stringData.a", "stringData.a")]
    [InlineData("v1", "Secret", "type: Opaque", "type: a/b", "type", "type")]
    [InlineData("v1", "PersistentVolumeClaim", "spec: {storageClassName: a}", "spec: {storageClassName: b}",
        "spec.storageClassName", "spec.storageClassName")]
    [InlineData("v1", "PersistentVolumeClaim", "spec: {resources: {requests: {storage: 1Gi}}}",
        "spec: {resources: {requests: {storage: 2Gi}}}", "spec.resources.requests.storage", "")]
    [InlineData("batch/v1", "Job", "spec: {template: {a: 1}}", "spec: {template: {a: 2}}", "spec.template.a",
        "spec.template.a")]
    [InlineData("storage.k8s.io/v1", "StorageClass", "parameters: {a: b}", "parameters: {}", "parameters.a",
        "parameters.a")]
    [InlineData("rbac.authorization.k8s.io/v1", "RoleBinding", "roleRef: {name: a}", "roleRef: {name: b}",
        "roleRef.name", "roleRef.name")]
    [InlineData("policy/v1", "PodDisruptionBudget", "spec: {maxUnavailable: 1}", "spec: {maxUnavailable: 2}",
        "spec.maxUnavailable", "")]
    [InlineData("v1", "ServiceAccount", "metadata: {name: a}", "metadata: {name: b}", "metadata.name", "metadata.name")]
    [InlineData("v1", "ServiceAccount", "metadata: {namespace: a}", "metadata: {namespace: b}", "metadata.namespace",
        "metadata.namespace")]
    public void Of_FieldChanged_ReplacesWhereTheApiCannotUpdate(
        string apiVersion, string kind, string old, string now, string changes, string replaces)
    {
        var head = $"apiVersion: {apiVersion}\nkind: {kind}\n";
        var (oldBag, nowBag) = (Manifest.Of(head + old), Manifest.Of(head + now));

        var found = ObjectDiff.Changes(oldBag, nowBag);

        Assert.Equal(changes, string.Join(",", found.Where(c => c.Text != "").Select(c => Shorten(c.Text, changes))));
        Assert.Equal(
            replaces, string.Join(",",
                new ReplaceRules().Of(oldBag, nowBag, found).Select(c => Shorten(c.Text, replaces))));
    }

    [Fact]
    public void Of_ConfigMapWhenMutable_UpdatesInPlace()
    {
        var old = Manifest.Of("{apiVersion: v1, kind: ConfigMap, data: {a: b}}");
        var now = Manifest.Of("{apiVersion: v1, kind: ConfigMap, data: {a: c}}");

        Assert.Empty(new ReplaceRules(ConfigMapMutable: true).Of(old, now, ObjectDiff.Changes(old, now)));
    }

    [Fact]
    public void Of_ImmutableConfigMapWhenMutable_Replaces()
    {
        var old = Manifest.Of("{apiVersion: v1, kind: ConfigMap, immutable: true, data: {a: b}}");
        var now = Manifest.Of("{apiVersion: v1, kind: ConfigMap, immutable: false, data: {a: b}}");

        var replaced = new ReplaceRules(ConfigMapMutable: true).Of(old, now, ObjectDiff.Changes(old, now));

        Assert.Equal(["immutable"], replaced.Select(c => c.Text));
    }

    [Fact]
    public void Changes_NullAbsentAndEmptyMaps_AreTheSame() => Assert.Empty(ObjectDiff.Changes(
        Manifest.Of("{kind: Pod, metadata: {labels: {}}, spec: {a: null}}"), Manifest.Of("{kind: Pod, spec: {}}")));

    [Fact]
    public void Changes_ServersOwnFields_AreNoChange() => Assert.Empty(ObjectDiff.Changes(
        Manifest.Of("{kind: Pod, metadata: {name: a, uid: x, resourceVersion: '1'}, status: {phase: Running}}"),
        Manifest.Of("{kind: Pod, metadata: {name: a}}")));

    [Fact]
    public void Changes_UnknownValue_IsAChange() => Assert.Equal(
        ["metadata.labels[\"app.kubernetes.io/name\"]"],
        ObjectDiff.Changes(
            Manifest.Of("{metadata: {labels: {app.kubernetes.io/name: a}}}"),
            Manifest.Of("{metadata: {labels: {app.kubernetes.io/name: ???}}}")).Select(c => c.Text));

    [Theory]
    [InlineData("spec.ports[0].port")]
    [InlineData("metadata.labels[\"app.kubernetes.io/name\"]")]
    [InlineData("[\"a.b\"].c[12][3]")]
    public void Parse_FormattedPath_IsTheSamePath(string path) =>
        Assert.Equal(path, PropertyPath.Format(PropertyPath.Parse(path)));

    // A list or map that appears as a whole is reported by its leaves; the row names where it stands.
    private static string Shorten(string path, string expected) =>
        expected.Length > 0 && path.StartsWith(expected + "[", StringComparison.Ordinal) ? expected : path;
}
