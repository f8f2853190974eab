using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Sentinel;
using RedisInfra.Admin.Sentinel.Declared;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;

namespace RedisInfra.Cli.Status;

/// <summary>Asks every server and every Sentinel of a set, and all whom they name.</summary>
internal static class SentinelStatusReader
{
    public static async Task<SentinelStatus> ReadAsync(SentinelRecord record, CancellationToken cancellationToken)
    {
        if (record.Pods is not { } pods)
        {
            return await ReadAsync(record, new DirectReach(), cancellationToken);
        }

        await using var client = await KubeClient.ConnectAsync(
            new KubeTarget(pods.Kubeconfig, pods.Context), cancellationToken: cancellationToken);
        var names = record.Set.Members.Concat(record.Set.Sentinels)
            .DistinctBy(one => one.Endpoint).ToDictionary(one => one.Endpoint, one => one.Name);
        // A name of a pod begins with the pod's; who is only known by an IP isn't reached from here.
        var reach = new NamedReach(new PodReach(client, pods.Namespace), names, (host, _) => Task.FromResult(
            char.IsAsciiDigit(host[0]) ? null : (string?)host.Split('.')[0]));
        return await ReadAsync(record, reach, cancellationToken);
    }

    internal static async Task<SentinelStatus> ReadAsync(
        SentinelRecord record, IMemberReach reach, CancellationToken cancellationToken)
    {
        await using var servers = new ClusterConnections(reach, record.Servers);
        await using var sentinels = new ClusterConnections(reach, record.Sentinels);
        var seen = await SetReader.ReadAsync(new SentinelNodes(servers, sentinels), record.Set.MasterName,
            record.Set.Members, record.Set.Sentinels, cancellationToken);
        return Describe(record, seen);
    }

    internal static SentinelStatus Describe(SentinelRecord record, ObservedSet seen)
    {
        var found = SentinelHealth.Check(seen);
        string NameOf(string endpoint) => record.Set.Members.Concat(record.Set.Sentinels)
            .FirstOrDefault(one => seen.Identity(one.Endpoint) == seen.Identity(endpoint))?.Name ?? endpoint;
        string StateOf(string endpoint, string? problem) => problem
            ?? found.FirstOrDefault(one => one.Severity == Severity.Error
                && one.Where.EndsWith($" {endpoint}", StringComparison.Ordinal))?.What ?? "ok";
        bool isWatched = seen.Watching.Any();
        return new SentinelStatus(
            record.Set.MasterName,
            isWatched && found.All(one => one.Severity != Severity.Error),
            seen.Master is { } master ? NameOf(master.Endpoint) : null,
            [
                .. seen.Answering.Concat(seen.Servers.Where(one => one.Problem is not null)).Select(one =>
                    Server(seen, one, NameOf(one.Endpoint), StateOf(one.Endpoint, one.Problem)))
                    .OrderBy(row => row.Node, StringComparer.Ordinal),
            ],
            [
                .. seen.Sentinels.Select(one => new SentinelWatcherRow(
                    NameOf(one.Endpoint), one.Master.Length == 0 ? "" : NameOf(one.Master),
                    one.IsWatching ? one.Quorum : null, one.IsWatching ? one.Sentinels.Length : null,
                    one.IsWatching ? one.Replicas.Length : null,
                    isWatched || one.Problem is not null ? StateOf(one.Endpoint, one.Problem) : "watches nobody"))
                    .OrderBy(row => row.Node, StringComparer.Ordinal),
            ],
            [.. found.Select(one => one.ToString())]);
    }

    private static SentinelServerRow Server(ObservedSet seen, ObservedServer one, string name, string state)
    {
        if (one.Problem is not null)
        {
            return new SentinelServerRow(name, "", null, null, null, "", state);
        }

        long? lag = !one.IsMaster && seen.Master is { } master && one.IsReplicaOf(master)
            ? Math.Max(0, master.Offset - one.Offset) : null;
        return new SentinelServerRow(name, one.IsMaster ? "master" : "replica", one.Keys, one.MemoryBytes, lag,
            one.IsMaster ? "" : one.IsLinkUp ? "up" : "down", state);
    }
}
