using System.Text.Json.Nodes;
using RedisInfra.Kubernetes.Readiness;

namespace RedisInfra.Kubernetes.Tests.Readiness;

public sealed class PodDiagnosisTests
{
    [Theory]
    [InlineData("image", ReasonKind.ImagePull, "image \"localhost:1/none:1\" can't be pulled: Failed to pull image "
        + "\"localhost:1/none:1\": rpc error: code = Unknown desc = "
        + "failed to pull and unpack image \"localhost:1/none:1\": "
        + "failed to resolve reference \"localhost:1/none:1\": failed to do request: Head "
        + "\"http://localhost:1/v2/none/manifests/1\": dial tcp 127.0.0.1:1: connect: connection refused")]
    [InlineData("image-name", ReasonKind.ImageName, "image \"UPPER/Case::1\" is no valid name")]
    [InlineData("cpu", ReasonKind.Unschedulable, "no node takes the pod: 0/1 nodes are available: 1 Insufficient cpu")]
    [InlineData("crash", ReasonKind.CrashLoop, "container \"redis\" ended with exit code 7, restarted 7 times")]
    [InlineData("oom", ReasonKind.CrashLoop, "container \"redis\" was killed for using more memory than its limit "
        + "(OOMKilled), restarted 6 times")]
    [InlineData("probe", ReasonKind.Probe, "container \"redis\": Readiness probe failed: LOADING")]
    [InlineData("secret", ReasonKind.ContainerConfig,
        "container \"redis\" can't be made: secret \"missing\" not found")]
    [InlineData("port-b", ReasonKind.PortClash, "a host port is taken on every node: 0/1 nodes are available: "
        + "1 node(s) didn't have free ports for the requested pod ports")]
    public void Diagnose_RecordedPod_GivesTheReason(string name, ReasonKind kind, string message)
    {
        var recorded = Recorded.Load(name);
        var reason = Assert.Single(PodDiagnosis.Diagnose(recorded.Pod, recorded.Related.Events));
        Assert.Equal((kind, name, message), (reason.Kind, reason.About, reason.Message));
        Assert.False(PodDiagnosis.IsReady(recorded.Pod));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("configmap")]
    public void Diagnose_KubeletThatHasNotReadTheObjectYet_IsNoReason(string kind)
    {
        var recorded = Recorded.Load("secret");
        recorded.Pod["status"]!["containerStatuses"]![0]!["state"]!["waiting"]!["message"] =
            $"failed to sync {kind} cache: timed out waiting for the condition";
        Assert.Empty(PodDiagnosis.Diagnose(recorded.Pod, recorded.Related.Events));
    }

    /// <summary>The kubelet's last word is that it took too long; the one before says why.</summary>
    [Fact]
    public void Diagnose_NfsThatCannotBeMounted_SaysWhatAndWhy()
    {
        const string Mount = "MountVolume.SetUp failed for volume \"data\" : mount failed: exit status 32 Mounting "
            + "arguments: -t nfs -o hard nfs.example:/export/x /y Output: mount.nfs: Connection refused";
        var recorded = Recorded.Load("secret");
        recorded.Pod["status"]!["containerStatuses"]![0]!["state"]!["waiting"] =
            new JsonObject { ["reason"] = "ContainerCreating" };
        var events = new[] { "Unable to attach or mount volumes: timed out", Mount }
            .Select(said => new JsonObject
            {
                ["reason"] = "FailedMount", ["message"] = said,
                ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["name"] = recorded.Pod.Name() },
            }).ToList();

        var reason = Assert.Single(PodDiagnosis.Diagnose(recorded.Pod, events));

        Assert.Equal(ReasonKind.Volume, reason.Kind);
        Assert.Equal(
            "a volume can't be mounted: nfs.example:/export/x: the NFS server doesn't answer. "
                + $"The kubelet said: {Mount}",
            reason.Message);
    }

    [Fact]
    public void Diagnose_UnboundClaim_NamesTheClaimsReasonToo()
    {
        var recorded = Recorded.Load("claim");
        Assert.Equal(
            [
                "claim: no node takes the pod: 0/1 nodes are available: "
                    + "1 pod has unbound immediate PersistentVolumeClaims",
                "data: the claim gets no volume: storageclass.storage.k8s.io \"missing\" not found",
            ],
            PodDiagnosis.Diagnose(recorded.Pod, recorded.Related.Events).Select(r => r.ToString()));
    }

    [Fact]
    public void Diagnose_ReadyPodThatWasRestarted_IsFine()
    {
        var recorded = Recorded.Load("port-a");
        Assert.True(PodDiagnosis.IsReady(recorded.Pod));
        Assert.Empty(PodDiagnosis.Diagnose(recorded.Pod, recorded.Related.Events));
    }

    [Fact]
    public void Diagnose_ProbeEventOfAnEarlierRun_DoesNotCount()
    {
        var recorded = Recorded.Load("probe");
        recorded.Pod["status"]!["containerStatuses"]![0]!["state"]!["running"]!["startedAt"] = "2999-01-01T00:00:00Z";
        Assert.Empty(PodDiagnosis.Diagnose(recorded.Pod, recorded.Related.Events));
    }

    [Fact]
    public void Diagnose_EventsOfAnEarlierPodOfThatName_DoNotCount()
    {
        var recorded = Recorded.Load("probe");
        recorded.Pod["metadata"]!["uid"] = "another";
        Assert.Empty(PodDiagnosis.Diagnose(recorded.Pod, recorded.Related.Events));
    }

    [Fact]
    public void Diagnose_PodThatIsBeingDeleted_HasNoReason()
    {
        var recorded = Recorded.Load("image");
        recorded.Pod["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        Assert.Empty(PodDiagnosis.Diagnose(recorded.Pod, recorded.Related.Events));
        Assert.Equal("Terminating", PodDiagnosis.Describe(recorded.Pod));
    }

    [Fact]
    public void Diagnose_FailedPod_NamesTheExitCode()
    {
        var pod = JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","uid":"1"},"status":{"phase":"Failed",
             "containerStatuses":[
             {"name":"job","state":{"terminated":{"exitCode":2,"reason":"Error","message":"no such key\n"}}}]}}
            """)!.AsObject();
        var reason = Assert.Single(PodDiagnosis.Diagnose(pod, []));
        Assert.Equal(
            new NotReadyReason(
                ReasonKind.Failed, "p", "the pod failed: container \"job\" ended with exit code 2: no such key", "job"),
            reason);
    }
}
