using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;
using RedisInfra.Kubernetes.Readiness;

namespace Kubernetes.Tests.Api;

[Collection(LightLabCollection.Name)]
public sealed class QuotaTests(LabCluster lab, LabNamespace ns) : IClassFixture<LabNamespace>
{
    [LabFact]
    public async Task WaitAsync_QuotaExceeded_FailsFastWithTheQuotasWords()
    {
        await using var client = await KubeClient.ConnectAsync(
            new KubeTarget(lab.Kubeconfig, LabCluster.Context, ns.Name));
        await client.ApplyAsync(
            Manifests.Parse("""
                {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"small"},
                 "spec":{"hard":{"requests.memory":"1Gi"}}}
                """), null, default);
        // Until it is counted, pods are refused in other words.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await IsCountedAsync(client, deadline.Token)) await Task.Delay(50, deadline.Token);
        const string more = """
            "resources":{"requests":{"memory":"8Gi"}}
            """;
        var set = Manifests.StatefulSet("big", more: more);
        var template = set["spec"]!["template"]!.DeepClone();
        var deployment = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = "big" },
            ["spec"] = new JsonObject { ["selector"] = set["spec"]!["selector"]!.DeepClone(), ["template"] = template },
        };
        foreach (var o in new[] { set, deployment })
        {
            var waiter = new ReadinessWaiter(client, new ReadinessOptions
            {
                Timeout = TimeSpan.FromSeconds(120), Grace = TimeSpan.FromSeconds(40),
                ShortGrace = TimeSpan.FromSeconds(2),
            });
            var applied = await client.ApplyAsync(o, null, default);
            var failed = await Assert.ThrowsAsync<ReadinessException>(() => waiter.WaitAsync(applied, null, default));
            Assert.False(failed.IsTimeout);
            var reason = Assert.Single(failed.Reasons);
            Assert.Equal(ReasonKind.Refused, reason.Kind);
            Assert.Contains("exceeded quota: small, requested: requests.memory=8Gi", reason.Message);
        }
    }

    private static async Task<bool> IsCountedAsync(KubeClient client, CancellationToken cancellationToken)
    {
        var quota = await client.GetAsync("v1", "ResourceQuota", null, "small", cancellationToken);
        return quota?["status"]?["hard"] is not null;
    }
}
