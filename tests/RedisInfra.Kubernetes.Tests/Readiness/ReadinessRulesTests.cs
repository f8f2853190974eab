using System.Text.Json.Nodes;
using RedisInfra.Kubernetes.Readiness;

namespace RedisInfra.Kubernetes.Tests.Readiness;

public sealed class ReadinessRulesTests
{
    private static readonly RelatedObjects None = new();

    [Theory]
    [InlineData("quota", "StatefulSet",
        "quota: its pods are refused: create Pod quota-0 in StatefulSet quota failed error: "
        + "pods \"quota-0\" is forbidden: exceeded quota: q, requested: requests.memory=8Gi, "
        + "used: requests.memory=16Mi, "
        + "limited: requests.memory=1Gi")]
    [InlineData("quota-deployment", "Deployment", "exceeded quota: q, requested: requests.memory=8Gi")]
    public void Check_QuotaExceeded_SaysSo(string name, string kind, string message)
    {
        var recorded = Recorded.Load(name);
        var state = ReadinessRules.Check(recorded.Objects.First(o => o.Kind() == kind), recorded.Related);
        Assert.False(state.IsReady);
        Assert.EndsWith("0 of 2 pods ready", state.Summary);
        var reason = Assert.Single(state.Reasons);
        Assert.Equal(ReasonKind.Refused, reason.Kind);
        Assert.Contains(message, reason.ToString());
    }

    [Theory]
    // generation, observed, replicas wanted, there, ready, current and update revision
    [InlineData(2, 2, 3, 3, 3, "a", "a", true)]
    [InlineData(2, 1, 3, 3, 3, "a", "a", false)]
    [InlineData(2, 2, 3, 3, 2, "a", "a", false)]
    [InlineData(2, 2, 3, 3, 3, "a", "b", false)]
    [InlineData(2, 2, 2, 3, 3, "a", "a", false)]
    [InlineData(1, 1, 0, 0, 0, "a", "a", true)]
    public void Check_StatefulSet_IsReadyWhenRolledOut(
        int generation, int observed, int wanted, int there, int ready, string current, string update, bool isReady)
    {
        var o = Parse($$$"""
            {"apiVersion":"apps/v1","kind":"StatefulSet",
             "metadata":{"name":"s","uid":"1","generation":{{{generation}}}},
             "spec":{"replicas":{{{wanted}}}},"status":{"observedGeneration":{{{observed}}},"replicas":{{{there}}},
             "readyReplicas":{{{ready}}},"currentRevision":"{{{current}}}","updateRevision":"{{{update}}}"}}
            """);
        Assert.Equal(isReady, ReadinessRules.Check(o, None).IsReady);
    }

    [Theory]
    [InlineData("Parallel", "RollingUpdate", 0, false)] // the controller deletes it next
    [InlineData("OrderedReady", "RollingUpdate", 0, true)]
    [InlineData("Parallel", "OnDelete", 0, true)]
    [InlineData("Parallel", "RollingUpdate", 1, true)] // it is to stay
    public void Check_BrokenPodOfAnEarlierRevision_CountsWhereNothingReplacesIt(
        string policy, string strategy, int partition, bool counts)
    {
        var o = Parse($$$"""
            {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"s","uid":"1","generation":2},
             "spec":{"replicas":2,"podManagementPolicy":"{{{policy}}}",
             "updateStrategy":{"type":"{{{strategy}}}","rollingUpdate":{"partition":{{{partition}}} } } },
             "status":{"observedGeneration":2,"replicas":2,"readyReplicas":0,
             "currentRevision":"a","updateRevision":"b"}}
            """);
        var broken = Parse("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"s-0","ownerReferences":[{"uid":"1"}],
             "labels":{"controller-revision-hash":"a"}},
             "spec":{"containers":[{"name":"redis","image":"nowhere/redis:7"}]},
             "status":{"phase":"Pending","containerStatuses":[{"name":"redis","restartCount":0,
             "state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off"}}}]}}
            """);
        var state = ReadinessRules.Check(o, new() { Pods = [broken] });
        Assert.False(state.IsReady);
        Assert.Equal(counts, state.Reasons.Any(r => r is { Kind: ReasonKind.ImagePull, About: "s-0" }));
    }

    [Theory]
    [InlineData(3, 3, 3, "NewReplicaSetAvailable", true)]
    [InlineData(3, 4, 3, "NewReplicaSetAvailable", false)] // an old pod is still there
    [InlineData(2, 3, 3, "ReplicaSetUpdated", false)]
    [InlineData(3, 3, 2, "ReplicaSetUpdated", false)]
    public void Check_Deployment_IsReadyWhenRolledOut(
        int updated, int there, int available, string reason, bool isReady)
    {
        var o = Deployment(updated, there, available, reason);
        Assert.Equal(isReady, ReadinessRules.Check(o, None).IsReady);
    }

    [Fact]
    public void Check_DeploymentPastItsDeadline_HasFailed()
    {
        var state = ReadinessRules.Check(Deployment(1, 1, 0, "ProgressDeadlineExceeded"), None);
        Assert.Contains(state.Reasons, r => r.Kind == ReasonKind.Failed);
    }

    [Theory]
    [InlineData("""{"selector":{"a":"b"},"clusterIP":"10.0.0.1"}""", true)]
    [InlineData("""{"selector":{"a":"b"},"clusterIP":"None"}""", false)]
    [InlineData("""{"clusterIP":"10.0.0.1"}""", false)]
    [InlineData("""{"type":"ExternalName","externalName":"x"}""", false)]
    [InlineData("""{"type":"LoadBalancer","clusterIP":"10.0.0.1"}""", true)]
    public void Waits_Service_OnlyWhereEndpointsCome(string spec, bool waits)
    {
        var o = Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"}}""");
        o["spec"] = JsonNode.Parse(spec);
        Assert.Equal(waits, ReadinessRules.Waits(o));
        Assert.Equal(!waits, ReadinessRules.Check(o, None).IsReady);
    }

    [Fact]
    public void Check_Service_IsReadyWithItsFirstEndpoint()
    {
        var o = Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"selector":{"a":"b"}}}""");
        var none = Parse(
            """{"kind":"Endpoints","metadata":{"name":"s"},"subsets":[{"notReadyAddresses":[{"ip":"1"}]}]}""");
        var one = Parse("""{"kind":"Endpoints","metadata":{"name":"s"},"subsets":[{"addresses":[{"ip":"1"}]}]}""");
        Assert.False(ReadinessRules.Check(o, None with { Endpoints = [none] }).IsReady);
        Assert.True(ReadinessRules.Check(o, None with { Endpoints = [one] }).IsReady);
    }

    [Fact]
    public void Check_Claim_IsReadyWhenBoundOrWaitingForAPod()
    {
        var o = Parse("""
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c"},"status":{"phase":"Pending"}}
            """);
        Assert.False(ReadinessRules.Check(o, None).IsReady);
        var later = Parse("""{"volumeBindingMode":"WaitForFirstConsumer"}""");
        Assert.True(ReadinessRules.Check(o, None with { StorageClass = later }).IsReady);
        o["status"]!["phase"] = "Bound";
        Assert.True(ReadinessRules.Check(o, None).IsReady);
    }

    [Fact]
    public void Check_OtherKinds_AreReadyOnceTheyExist() =>
        Assert.True(ReadinessRules.Check(Parse("""{"apiVersion":"v1","kind":"ConfigMap"}"""), None).IsReady);

    private static JsonObject Deployment(int updated, int there, int available, string reason) => Parse($$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","uid":"1","generation":1},
         "spec":{"replicas":3},
         "status":{"observedGeneration":1,"updatedReplicas":{{{updated}}},"replicas":{{{there}}},
         "availableReplicas":{{{available}}},
         "conditions":[{"type":"Progressing","status":"True","reason":"{{{reason}}}"}]}}
        """);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
