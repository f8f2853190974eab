using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Status;

/// <summary>Asks a pool's shards for themselves and for the ring that may be served.</summary>
internal static class PoolStatusReader
{
    public static async Task<PoolStatus> ReadAsync(PoolRecord record, CancellationToken cancellationToken)
    {
        var place = record.Pods;
        await using var client = await KubeClient.ConnectAsync(
            new KubeTarget(place.Kubeconfig, place.Context), cancellationToken: cancellationToken);
        var (all, ready) = await ServerAnswers.PodsAsync(client, place.Namespace, record.Proxies, cancellationToken);
        var access = new ClusterAccess { Password = record.Password };
        await using var masters = new ShardMasters(new PodReach(client, place.Namespace), access, record.Members);
        await using var nodes = new ClusterConnections(masters, access);
        var answers = await Task.WhenAll(record.Ring.Servers.Select((server, index) => ServerAnswers.AskAsync(
            nodes, new Member(server.Name, index, 0, server.Host, server.Port), RingFence.Key, cancellationToken)));
        return Of(record, ready.Count, all.Count, answers);
    }

    /// <summary>What the answers say, one for each declared shard.</summary>
    public static PoolStatus Of(
        PoolRecord record, int proxiesReady, int proxies, IReadOnlyList<ServerAnswers> answers)
    {
        var words = answers.Select(answer => answer.Key is null ? null
            : RingFenceText.Read(record.Ring.Name, answer.Key)).ToList();
        // A server may come back from a snapshot, so the highest counts.
        var fence = words.OfType<RingFence>().MaxBy(word => word.Generation);
        var ring = new KeyRing(record.Ring);
        var shares = ring.Servers.Zip(RingShares.Of(ring)).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        ImmutableArray<ShardStatus> shards =
        [
            .. record.Ring.Servers.Select((server, index) => Shard(
                server, shares[server.Name], answers[index], words[index], fence)),
        ];
        ImmutableArray<string> findings = [.. Findings(record, fence, proxiesReady, proxies)];
        return new PoolStatus(
            record.Name, findings.IsEmpty && shards.All(shard => shard.State == "ok"), proxiesReady, proxies,
            fence?.Generation, fence is null ? null : !fence.IsClosed, shards, findings);
    }

    private static ShardStatus Shard(
        RingServer server, double share, ServerAnswers answers, RingFence? word, RingFence? fence)
    {
        string state = answers.Silence.Length > 0 ? answers.Silence
            : !answers.Persistence.Ok ? answers.Persistence.Text
            : fence is not null && word?.Generation != fence.Generation ? $"says generation {word?.Generation ?? 0}"
            : "ok";
        return new ShardStatus(
            server.Name, server.Weight, Math.Round(100 * share, 1), answers.Info?.KeyCount,
            answers.Info?.Number("used_memory"), answers.Persistence.Text, state);
    }

    private static IEnumerable<string> Findings(PoolRecord record, RingFence? fence, int proxiesReady, int proxies)
    {
        if (proxiesReady < proxies || proxies == 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{proxiesReady} of {proxies} proxies of {record.Name} serve");
        }

        if (fence is null) yield break;
        if (fence.IsClosed)
            yield return $"{record.Name} is closed while keys move. If nobody moves them, run up again: it continues";
        else if (fence.Other is not null)
            yield return $"{record.Name} is between two rings. If nobody moves its keys, run up again: it continues";
        else if (!RingCourse.Same(fence.Ring, record.Ring))
            yield return $"{record.Name} serves another ring than the state has. Run up again";
    }
}
