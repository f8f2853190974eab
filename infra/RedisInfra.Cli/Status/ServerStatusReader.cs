using RedisInfra.Admin.Cluster;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Status;

/// <summary>Asks Kubernetes for a single server's pod, and the server for itself.</summary>
internal static class ServerStatusReader
{
    public static async Task<ServerStatus> ReadAsync(ServerRecord record, CancellationToken cancellationToken)
    {
        var place = record.Pods;
        await using var client = await KubeClient.ConnectAsync(
            new KubeTarget(place.Kubeconfig, place.Context), cancellationToken: cancellationToken);
        var (all, ready) = await ServerAnswers.PodsAsync(
            client, place.Namespace, record.Selector, cancellationToken);
        if ((ready.Count > 0 ? ready : all).FirstOrDefault() is not { } pod)
            return new ServerStatus(record.Name, false, record.Endpoint, 0, null, null, "", "it has no pod");
        await using var nodes = new ClusterConnections(
            new PodReach(client, place.Namespace), new ClusterAccess { Password = record.Password });
        var answers = await ServerAnswers.AskAsync(
            nodes, new Member(pod, 0, 0, pod, ServerRecord.Port), "", cancellationToken);
        return Of(record, ready.Count, answers);
    }

    /// <summary>What the answers say.</summary>
    public static ServerStatus Of(ServerRecord record, int podsReady, ServerAnswers answers)
    {
        string state = answers.Silence.Length > 0 ? answers.Silence
            : podsReady == 0 ? "its pod isn't ready"
            : answers.Persistence.Ok ? "ok" : answers.Persistence.Text;
        return new ServerStatus(
            record.Name, state == "ok", record.Endpoint, podsReady, answers.Info?.KeyCount,
            answers.Info?.Number("used_memory"), answers.Persistence.Text, state);
    }
}
