using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;
using RedisInfra.Kubernetes.Readiness;
using Xunit.Abstractions;

namespace Kubernetes.Tests.Api;

[Collection(LightLabCollection.Name)]
public sealed class ReadinessTests(LabCluster lab, LabNamespace ns, ITestOutputHelper output)
    : IClassFixture<LabNamespace>, IAsyncLifetime
{
    private static readonly ReadinessOptions Quick = new()
    {
        Timeout = TimeSpan.FromSeconds(120), Grace = TimeSpan.FromSeconds(2), ShortGrace = TimeSpan.FromSeconds(1),
    };

    /// <summary>For what is to get ready: on a busy machine a reason that passes may stay for seconds.</summary>
    private static readonly ReadinessOptions Patient = new() { Timeout = TimeSpan.FromSeconds(120) };
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);
    private const int MaxTries = 4;

    private readonly ConcurrentQueue<string> _said = new();
    private KubeClient _client = null!;

    public async Task InitializeAsync() =>
        _client = await KubeClient.ConnectAsync(new KubeTarget(lab.Kubeconfig, LabCluster.Context, ns.Name));

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [LabFact]
    public async Task WaitAsync_StatefulSetAndService_ReturnAsSoonAsThePodsAreReady()
    {
        var service = Manifests.Parse("""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"good"},"spec":{"selector":{"app":"good"},
             "ports":[{"name":"redis","port":6379,"protocol":"TCP"}]}}
            """);
        var apply = Stopwatch.StartNew();
        await _client.ApplyAsync(service, null, default);
        output.WriteLine($"first apply {apply.Elapsed.TotalMilliseconds:0.0} ms");
        apply.Restart();
        service = await _client.ApplyAsync(service, null, default);
        output.WriteLine($"second apply {apply.Elapsed.TotalMilliseconds:0.0} ms");
        for (var i = 0; i < 5; i++)
        {
            apply.Restart();
            await _client.GetAsync("v1", "Service", null, "good", default);
            output.WriteLine($"get {apply.Elapsed.TotalMilliseconds:0.0} ms");
            apply.Restart();
            service = await _client.ApplyAsync(service, null, default);
            output.WriteLine($"apply {apply.Elapsed.TotalMilliseconds:0.0} ms");
        }

        var late = await LateAsync(service, "good");
        Assert.Contains(_said, s => s.StartsWith("0 of 3 pods ready; good-0: ", StringComparison.Ordinal));
        var live = await _client.GetAsync("v1", "Endpoints", null, "good", default);
        Assert.NotEmpty(live!["subsets"]!.AsArray());
        // A machine that stalls just then costs one of them.
        for (var tries = 1; tries < MaxTries && late > Soon; tries++) late = await LateAsync(null, $"good-{tries}");
        Assert.True(late <= Soon, $"{late.TotalMilliseconds} ms");
    }

    [LabFact]
    public async Task WaitAsync_RollingUpdate_WaitsForTheNewRevision()
    {
        var set = await _client.ApplyAsync(Manifests.StatefulSet("rolled", 2), null, default);
        await WaitAsync(set, Patient);
        var changed = Manifests.StatefulSet(
            "rolled", 2, command: """["redis-server","--save","","--maxclients","100"]""");
        set = await WaitAsync(await _client.ApplyAsync(changed, null, default), Patient);
        Assert.Equal((string?)set["status"]!["updateRevision"], (string?)set["status"]!["currentRevision"]);
        var pods = await _client.ListAsync("v1", "Pod", null, new KubeSelector("app=rolled"), default);
        Assert.All(pods.Items,
            p => Assert.Contains("--maxclients", p["spec"]!["containers"]![0]!["command"]!.ToJsonString()));
    }

    [LabFact]
    public async Task WaitAsync_BadImage_NamesItAndTheRegistrysWords()
    {
        var failed = await FailAsync(Manifests.StatefulSet("image", image: "localhost:1/none:1"));
        AssertReason(failed, ReasonKind.ImagePull, "image \"localhost:1/none:1\" can't be pulled: ",
            "connection refused");
        Assert.False(failed.IsTimeout);
    }

    [LabFact]
    public async Task WaitAsync_InvalidImageName_FailsFast()
    {
        var failed = await FailAsync(Manifests.StatefulSet("image-name", image: "UPPER/Case::1"));
        AssertReason(failed, ReasonKind.ImageName, "image \"UPPER/Case::1\" is no valid name");
    }

    [LabFact]
    public async Task WaitAsync_TooMuchCpu_GivesTheSchedulersWords()
    {
        var failed = await FailAsync(Manifests.StatefulSet("cpu", more: """
            "resources":{"requests":{"cpu":"500"}}
            """));
        AssertReason(failed, ReasonKind.Unschedulable, "Insufficient cpu");
    }

    [LabFact]
    public async Task WaitAsync_CrashLoop_ShowsTheExitCodeAndTheLog()
    {
        var failed = await FailAsync(Manifests.StatefulSet(
            "crash", command: """["sh","-c","echo cannot read the config >&2; exit 7"]"""));
        AssertReason(failed, ReasonKind.CrashLoop, "container \"redis\" ended with exit code 7, restarted ");
        Assert.Contains("    | cannot read the config", failed.Message);
    }

    [LabFact]
    public async Task WaitAsync_ProbeFails_ShowsWhatItSaid()
    {
        var set = Manifests.StatefulSet("probe", more: """
            "readinessProbe":{"exec":{"command":["sh","-c","echo LOADING; exit 1"]},"periodSeconds":1}
            """);
        var failed = await FailAsync(set, Quick with { ProbeGrace = TimeSpan.FromSeconds(1) });
        AssertReason(failed, ReasonKind.Probe, "Readiness probe failed: LOADING");
        failed = await FailAsync(set, Quick with { Timeout = TimeSpan.FromSeconds(4) });
        Assert.True(failed.IsTimeout);
        AssertReason(failed, ReasonKind.Probe, "Readiness probe failed: LOADING");
        Assert.Contains("isn't ready after 4 s: 0 of 1 pods ready; probe-0: running, not ready", failed.Message);
    }

    [LabFact]
    public async Task WaitAsync_MissingSecret_NamesIt()
    {
        var failed = await FailAsync(Manifests.StatefulSet("secret", more: """
            "env":[{"name":"P","valueFrom":{"secretKeyRef":{"name":"missing","key":"password"}}}]
            """));
        AssertReason(failed, ReasonKind.ContainerConfig, "secret \"missing\" not found");
    }

    [LabFact]
    public async Task WaitAsync_MissingVolumeSource_NamesIt()
    {
        var failed = await FailAsync(Manifests.StatefulSet(
            "volume", more: """
            "volumeMounts":[{"name":"config","mountPath":"/config"}]
            """, podMore: """
            ,"volumes":[{"name":"config","configMap":{"name":"missing"}}]
            """));
        AssertReason(failed, ReasonKind.Volume, "configmap \"missing\" not found");
    }

    [LabFact]
    public async Task WaitAsync_MissingStorageClass_NamesIt()
    {
        var set = Manifests.StatefulSet("claims");
        set["spec"]!["volumeClaimTemplates"] = JsonNode.Parse("""
            [{"metadata":{"name":"data"},"spec":{"storageClassName":"missing","accessModes":["ReadWriteOnce"],
              "resources":{"requests":{"storage":"1Gi"}}}}]
            """);
        var failed = await FailAsync(set, Quick with { Grace = TimeSpan.FromSeconds(8) });
        AssertReason(failed, ReasonKind.Claim, "storageclass.storage.k8s.io \"missing\" not found");

        var claim = Manifests.Parse("""
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"alone"},"spec":{
             "storageClassName":"missing","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}
            """);
        AssertReason(await FailAsync(claim), ReasonKind.Claim, "storageclass.storage.k8s.io \"missing\" not found");
    }

    [LabFact]
    public async Task WaitAsync_ClaimThatWaitsForItsFirstConsumer_IsReadyAtOnce()
    {
        var claim = Manifests.Parse("""
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"later"},"spec":{
             "accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}
            """);
        var live = await WaitAsync(await _client.ApplyAsync(claim, null, default), Patient);
        Assert.Equal("Pending", (string?)live["status"]!["phase"]);
    }

    [LabFact]
    public async Task WaitAsync_HostPortTaken_SaysSo()
    {
        const string port = """
            "ports":[{"containerPort":6379,"hostPort":36379,"protocol":"TCP"}]
            """;
        await WaitAsync(await _client.ApplyAsync(Manifests.StatefulSet("port-a", more: port), null, default), Patient);
        var failed = await FailAsync(Manifests.StatefulSet("port-b", more: port));
        AssertReason(failed, ReasonKind.PortClash, "a host port is taken");
    }

    [LabFact]
    public async Task WaitAsync_JobsAndPods_EndAsTheyDo()
    {
        var done = await WaitAsync(await _client.ApplyAsync(Job("done", "exit 0"), null, default), Patient);
        Assert.Equal(1, (int?)done["status"]!["succeeded"]);
        var failed = await FailAsync(Job("failed", "echo no such key; exit 2"));
        AssertReason(failed, ReasonKind.Failed, "BackoffLimitExceeded");
        Assert.Contains("    | no such key", failed.Message);
    }

    [LabFact]
    public async Task WaitAsync_DeletedMeanwhile_SaysSo()
    {
        var set = await _client.ApplyAsync(
            Manifests.StatefulSet("deleted", image: "localhost:1/none:1"), null, default);
        var waiting = WaitAsync(set, Quick with { Grace = TimeSpan.FromSeconds(50) });
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_said.IsEmpty) await Task.Delay(20, deadline.Token);
        await _client.DeleteAsync("apps/v1", "StatefulSet", null, "deleted", null, default);
        var failed = await Assert.ThrowsAsync<ReadinessException>(() => waiting);
        Assert.Equal("StatefulSet deleted was deleted while it was waited for", failed.Message);
    }

    private static JsonObject Job(string name, string script) => Manifests.Parse($$$"""
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"{{{name}}}"},
         "spec":{"backoffLimit":0,"template":{"spec":{
         "restartPolicy":"Never","containers":[{"name":"job","image":"{{{LabCluster.RedisImage}}}",
         "imagePullPolicy":"IfNotPresent","command":["sh","-c","{{{script}}}"]}]} } } }
        """);

    private async Task<JsonObject> WaitAsync(JsonObject o, ReadinessOptions options) =>
        await new ReadinessWaiter(_client, options).WaitAsync(o, new Sayings(_said), default);

    private async Task<ReadinessException> FailAsync(JsonObject o, ReadinessOptions? options = null)
    {
        var applied = await _client.ApplyAsync(o, null, default);
        var clock = Stopwatch.StartNew();
        var failed = await Assert.ThrowsAsync<ReadinessException>(() => WaitAsync(applied, options ?? Quick));
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s: {failed.Message}");
        return failed;
    }

    private static void AssertReason(ReadinessException failed, ReasonKind kind, params string[] words)
    {
        var reason = failed.Reasons.First(r => r.Kind == kind);
        Assert.All(words, w => Assert.Contains(w, reason.Message));
    }

    /// <summary>How long after its last pod turned ready a set, and a Service, is said to be.</summary>
    private async Task<TimeSpan> LateAsync(JsonObject? service, string name)
    {
        var set = await _client.ApplyAsync(Manifests.StatefulSet(name, 3), null, default);
        using var watching = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var seen = LastReadyAsync(set, watching.Token);
        if (service is null) await WaitAsync(set, Patient);
        else await Task.WhenAll(WaitAsync(service, Patient), WaitAsync(set, Patient));
        var returned = Stopwatch.GetTimestamp();
        var late = Stopwatch.GetElapsedTime(await seen, returned);
        output.WriteLine($"the waiters returned {late.TotalMilliseconds:0.0} ms after the last pod turned ready");
        foreach (var line in _said) output.WriteLine(line);
        return late;
    }

    /// <summary>When a watch of our own saw the last pod turn ready.</summary>
    private async Task<long> LastReadyAsync(JsonObject set, CancellationToken cancellationToken)
    {
        var ready = new HashSet<string>();
        await foreach (var change in _client.WatchAsync(
            "v1", "Pod", null, new KubeSelector($"app={set.Name()}"), null, cancellationToken))
        {
            if (change.Kind != WatchEventKind.Synced && PodDiagnosis.IsReady(change.Object)
                && ready.Add(change.Object.Name()) && ready.Count == (int?)set["spec"]!["replicas"])
            {
                return Stopwatch.GetTimestamp();
            }
        }

        throw new InvalidOperationException("the watch ended");
    }

    private sealed class Sayings(ConcurrentQueue<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Enqueue(value);
    }
}
