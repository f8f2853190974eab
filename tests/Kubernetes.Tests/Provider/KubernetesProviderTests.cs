using System.Diagnostics;
using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace Kubernetes.Tests.Provider;

[Collection(LightLabCollection.Name)]
public sealed class KubernetesProviderTests(LabCluster lab, LabNamespace place)
    : IClassFixture<LabNamespace>, IAsyncDisposable
{
    private const string ConfigMap = "kubernetes:core/v1:ConfigMap";
    private const string Secret = "kubernetes:core/v1:Secret";
    private const string Service = "kubernetes:core/v1:Service";
    private const string StatefulSet = "kubernetes:apps/v1:StatefulSet";

    private readonly ProviderHarness _provider = new(lab, place.Name);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [LabFact]
    public async Task ConfigMap_ThroughItsLife_FollowsTheProgram()
    {
        var created = await _provider.CreateAsync(ConfigMap, "{apiVersion: v1, kind: ConfigMap, data: {a: '1'}}");

        Assert.Matches($"^{place.Name}/thing-[0-9a-f]{{8}}$", created.Id);
        Assert.Equal("1", await DataAsync(created, "a"));

        var labelled = "{apiVersion: v1, kind: ConfigMap, metadata: {labels: {x: y}}, data: {a: '1'}}";
        var diff = await _provider.DiffAsync(created, labelled);
        Assert.Equal((true, 0), (diff.Changes, diff.Replaces!.Count));
        var updated = await _provider.UpdateAsync(created, labelled);
        Assert.Equal(created.Uid, updated.Uid);

        var unlabelled = await _provider.UpdateAsync(updated, "{apiVersion: v1, kind: ConfigMap, data: {a: '1'}}");
        Assert.Equal("", await place.KubectlAsync("get", "cm", Name(unlabelled), "-o", "jsonpath={.metadata.labels}"));

        await _provider.DeleteAsync(unlabelled);
        Assert.NotEqual(0, (await lab.TryKubectlAsync("-n", place.Name, "get", "cm", Name(unlabelled))).Exit);
        await _provider.DeleteAsync(unlabelled);
    }

    [LabFact]
    public async Task ConfigMap_OfFixedNameWithNewData_IsReplacedByDeletingItFirst()
    {
        var old = await _provider.CreateAsync(
            ConfigMap, "{apiVersion: v1, kind: ConfigMap, metadata: {name: fixed}, data: {a: '1'}}");

        var diff = await _provider.DiffAsync(
            old, "{apiVersion: v1, kind: ConfigMap, metadata: {name: fixed}, data: {a: '2'}}");

        Assert.Equal(["data.a"], diff.Replaces);
        Assert.True(diff.DeleteBeforeReplace);
        await _provider.DeleteAsync(old);
        var replaced = await _provider.CreateAsync(
            ConfigMap, "{apiVersion: v1, kind: ConfigMap, metadata: {name: fixed}, data: {a: '2'}}");
        Assert.NotEqual(old.Uid, replaced.Uid);
        Assert.Equal("2", await DataAsync(replaced, "a"));
    }

    [LabFact]
    public async Task Read_AfterSomeoneElsesChange_ShowsItAndAnUpdateUndoesItOrSaysWhoStandsInTheWay()
    {
        var yaml = "{apiVersion: v1, kind: ConfigMap, metadata: {name: drifting}, data: {a: '1', b: '2'}}";
        var created = await _provider.CreateAsync(ConfigMap, yaml);
        var unchanged = await _provider.ReadAsync(created);
        Assert.Empty(ObjectDiff.Changes(created.Inputs, Bag(unchanged.Inputs)));

        await place.KubectlAsync("patch", "cm", "drifting", "-p", "{\"data\":{\"a\":\"changed\",\"new\":\"3\"}}");

        var read = await _provider.ReadAsync(created);
        Assert.Equal("data.a", Assert.Single(ObjectDiff.Changes(created.Inputs, Bag(read.Inputs))).Text);
        var refreshed = created with { Inputs = Bag(read.Inputs), Outputs = Bag(read.Outputs) };
        var error = await Assert.ThrowsAsync<DiagnosticException>(() => _provider.UpdateAsync(refreshed, yaml));
        Assert.Equal("RI4503", Assert.Single(error.Diagnostics).Code);
        Assert.Contains("kubectl-patch", error.Message);
        Assert.Equal("changed", await DataAsync(created, "a"));

        await _provider.UpdateAsync(refreshed, "{apiVersion: v1, kind: ConfigMap, metadata: {name: drifting, "
            + "annotations: {pulumi.com/patchForce: 'true'}}, data: {a: '1', b: '2'}}");
        Assert.Equal("1", await DataAsync(created, "a"));

        await place.KubectlAsync("delete", "cm", "drifting");
        Assert.Equal("", (await _provider.ReadAsync(created)).Id);
    }

    [LabFact]
    public async Task Create_ObjectThatKubectlMade_IsRefused()
    {
        await place.KubectlAsync("create", "configmap", "taken", "--from-literal=a=mine");

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => _provider.CreateAsync(
            ConfigMap, "{apiVersion: v1, kind: ConfigMap, metadata: {name: taken}, data: {a: ours}}"));

        Assert.Equal("RI4502", Assert.Single(error.Diagnostics).Code);
        Assert.Equal("mine", await place.KubectlAsync("get", "cm", "taken", "-o", "jsonpath={.data.a}"));
    }

    [LabFact]
    public async Task Secret_Created_IsSecretInStateAndReadsWithoutDrift()
    {
        var created = await _provider.CreateAsync(
            Secret, "{apiVersion: v1, kind: Secret, metadata: {name: hidden}, stringData: {password: hunter2}}");

        Assert.True(created.Inputs["stringData"].IsSecret);
        Assert.True(created.Outputs["data"].IsSecret);
        var read = await _provider.ReadAsync(created);
        Assert.Empty(ObjectDiff.Changes(created.Inputs, Bag(read.Inputs)));
        Assert.True(read.Inputs!["stringData"].IsSecret);
        Assert.Equal("hunter2", await DecodedAsync("hidden"));
    }

    [LabFact]
    public async Task Service_Created_ExistsAndPreviewClaimsNoAddress()
    {
        var yaml = "{apiVersion: v1, kind: Service, metadata: {name: door}, spec: {selector: {app: nobody}, "
            + "clusterIP: None, ports: [{name: redis, port: 6379, protocol: TCP}]}}";
        var open = yaml.Replace("clusterIP: None, ", "").Replace("door", "gate");

        var preview = await _provider.PreviewCreateAsync(Service, open);
        var created = await _provider.CreateAsync(Service, yaml);

        Assert.False(ObjectName.Map(preview, "spec").ContainsKey("clusterIP"));
        Assert.Equal("None", ObjectName.Map(created.Outputs, "spec").Text("clusterIP"));
        Assert.NotEqual(0, (await lab.TryKubectlAsync("-n", place.Name, "get", "service", "gate")).Exit);
    }

    [LabFact]
    public async Task PodDisruptionBudget_OnAnOldServer_IsAppliedInItsVersionWithAWarning()
    {
        var created = await _provider.CreateAsync(
            "kubernetes:policy/v1:PodDisruptionBudget",
            "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: guard}, spec: {maxUnavailable: 1, "
            + "selector: {matchLabels: {app: x}}}}");

        Assert.Equal("policy/v1", created.Outputs.Text("apiVersion"));
        Assert.Contains("RI4508", Assert.Single(_provider.Lines));
        await _provider.DeleteAsync(created);
    }

    [LabFact]
    public async Task StatefulSet_ThroughItsLife_IsWaitedForEachTime()
    {
        var created = await _provider.CreateAsync(StatefulSet, Set("turning", 1, LabCluster.RedisImage));
        Assert.Equal(1, ObjectName.Map(created.Outputs, "status").Integer("readyReplicas"));
        Assert.NotEmpty(_provider.Live);

        var diff = await _provider.DiffAsync(created, Set("turning", 2, LabCluster.RedisImage));
        Assert.Empty(diff.Replaces!);
        var preview = await _provider.UpdateAsync(created, Set("turning", 2, LabCluster.RedisImage), preview: true);
        Assert.Equal(created.Uid, preview.Uid);
        Assert.Equal("1", await place.KubectlAsync("get", "sts", "turning", "-o", "jsonpath={.spec.replicas}"));
        var grown = await _provider.UpdateAsync(created, Set("turning", 2, LabCluster.RedisImage));
        Assert.Equal(2, ObjectName.Map(grown.Outputs, "status").Integer("readyReplicas"));

        await _provider.DeleteAsync(grown);
        Assert.Equal("", await place.KubectlAsync("get", "pods", "-l", "app=turning", "-o", "name"));
    }

    [LabFact]
    public async Task StatefulSet_WhoseImageCannotBePulled_FailsSoonWithTheReasonAndIsRecorded()
    {
        var start = Stopwatch.GetTimestamp();

        var error = await Assert.ThrowsAsync<ResourceInitException>(() =>
            _provider.CreateAsync(StatefulSet, Set("broken", 1, "registry.invalid/no/such:image")));

        Assert.Equal($"{place.Name}/broken", error.Id);
        Assert.Contains("registry.invalid/no/such:image", Assert.Single(error.Reasons));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 120);
        Assert.Contains(_provider.Live, line => line.Contains("registry.invalid"));
        await _provider.DeleteAsync(new(StatefulSet, error.Id, error.Outputs, error.Outputs));
    }

    [LabFact]
    public async Task Create_InANamespaceThatIsMissing_NamesItAndPreviewLeavesItOpen()
    {
        var yaml = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: nowhere-at-all}}";

        var preview = await _provider.PreviewCreateAsync(ConfigMap, yaml);
        var error = await Assert.ThrowsAsync<DiagnosticException>(() => _provider.CreateAsync(ConfigMap, yaml));

        Assert.Equal(["apiVersion", "kind", "metadata"], preview.Keys.Order());
        Assert.Equal("RI4505", Assert.Single(error.Diagnostics).Code);
        Assert.Contains("nowhere-at-all", error.Message);
    }

    [LabFact]
    public async Task Preview_BadQuantity_IsRefusedAndNamesTheField()
    {
        var error = await Assert.ThrowsAsync<DiagnosticException>(() => _provider.PreviewCreateAsync(
            "kubernetes:core/v1:PersistentVolumeClaim",
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], "
            + "resources: {requests: {storage: 1Gx}}}}"));

        Assert.Equal("RI4505", Assert.Single(error.Diagnostics).Code);
        Assert.Contains("quantit", error.Message);
    }

    private static string Set(string name, int replicas, string image) => $$$$"""
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: {{{{name}}}}}
        spec:
          replicas: {{{{replicas}}}}
          serviceName: {{{{name}}}}
          podManagementPolicy: Parallel
          selector: {matchLabels: {app: {{{{name}}}}}}
          template:
            metadata: {labels: {app: {{{{name}}}}}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: redis
                image: "{{{{image}}}}"
                imagePullPolicy: IfNotPresent
                command: [redis-server, --save, ""]
                readinessProbe: {exec: {command: [redis-cli, ping]}, periodSeconds: 1}
        """;

    private static string Name(Deployed deployed) => deployed.Id[(deployed.Id.IndexOf('/') + 1)..];

    private async Task<string> DataAsync(Deployed map, string key) =>
        await place.KubectlAsync("get", "cm", Name(map), "-o", $"jsonpath={{.data.{key}}}");

    private async Task<string> DecodedAsync(string secret) => System.Text.Encoding.UTF8.GetString(
        Convert.FromBase64String(await place.KubectlAsync("get", "secret", secret, "-o", "jsonpath={.data.password}")));

    private static System.Collections.Immutable.ImmutableDictionary<string, Pulumi.Experimental.PropertyValue> Bag(
        IDictionary<string, Pulumi.Experimental.PropertyValue>? values) =>
        System.Collections.Immutable.ImmutableDictionary.CreateRange(values!);
}
