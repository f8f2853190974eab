using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;

namespace Kubernetes.Tests.Api;

/// <summary>One running redis pod in a namespace of its own, and a client.</summary>
public sealed class RedisPod(LabCluster lab, LabNamespace ns) : IAsyncLifetime
{
    public const string Name = "redis";

    public LabNamespace Namespace { get; } = ns;

    public KubeClient Client { get; private set; } = null!;

    /// <summary>The pod's own address, which the lab's host can reach.</summary>
    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null)
        {
            return;
        }

        await Namespace.InitializeAsync();
        Client = await KubeClient.ConnectAsync(new KubeTarget(lab.Kubeconfig, LabCluster.Context, Namespace.Name));
        await Client.ApplyAsync(Pod(), null, default);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        await foreach (var change in Client.WatchAsync(
            "v1", "Pod", null, KubeSelector.ByName(Name), null, limit.Token))
        {
            var ready = change.Object["status"]?["conditions"]?.AsArray()
                .Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True");
            if (ready == true)
            {
                Address = (string)change.Object["status"]!["podIP"]!;
                return;
            }
        }
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null)
        {
            await Client.DisposeAsync();
            await Namespace.DisposeAsync();
        }
    }

    private static JsonObject Pod() => JsonNode.Parse($$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{Name}}}"},"spec":{"terminationGracePeriodSeconds":0,
         "containers":[{"name":"redis","image":"{{{LabCluster.RedisImage}}}","imagePullPolicy":"IfNotPresent",
         "command":["redis-server","--port","6379","--save","","--protected-mode","no"],
         "ports":[{"containerPort":6379,"protocol":"TCP"}],
         "readinessProbe":{"exec":{"command":["redis-cli","ping"]},"periodSeconds":1}}]}}
        """)!.AsObject();
}
