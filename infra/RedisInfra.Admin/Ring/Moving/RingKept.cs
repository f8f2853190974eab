using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// Waits until servers have on disk what they got, as far as they keep anything, and their replicas have it too: only
/// then may it go where it was. Else a crash or a failover soon after the switch would lose keys that were safe before.
/// </summary>
internal static class RingKept
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    /// <summary>appendfsync everysec: a second, and one more when the disk is busy (aof.c).</summary>
    private static readonly TimeSpan s_everySecond = TimeSpan.FromSeconds(2);

    /// <summary>A replica that takes longer is cut off, or copies everything anew.</summary>
    private static readonly TimeSpan s_replicas = TimeSpan.FromMinutes(2);

    /// <exception cref="DiagnosticException">A server that keeps its keys can't write them.</exception>
    public static Task UntilAsync(RingContext context, CancellationToken cancellationToken) =>
        Task.WhenAll(context.Change.Shares().Select(share => share.Young).Distinct()
            .SelectMany(server => new[]
            {
                OnDiskAsync(context.Nodes, context.Members[server], cancellationToken),
                AtReplicasAsync(context.Nodes, context.Members[server], cancellationToken),
            }));

    /// <summary>Until each replica has acknowledged what the server had when it was first asked.</summary>
    private static async Task AtReplicasAsync(INodes nodes, Member server, CancellationToken cancellationToken)
    {
        long start = nodes.Time.GetTimestamp();
        long? goal = null;
        while (true)
        {
            var info = await InfoAsync(nodes, server, cancellationToken, "replication");
            goal ??= info.Number("master_repl_offset");
            int behind = info.ReplicaOffsets.Count(offset => offset < goal);
            if (behind == 0) return;
            if (nodes.Time.GetElapsedTime(start) > s_replicas)
                throw Failed(server, $"{behind} of its replicas don't get it");
            await Task.Delay(s_poll, nodes.Time, cancellationToken);
        }
    }

    private static async Task OnDiskAsync(INodes nodes, Member server, CancellationToken cancellationToken)
    {
        var info = await InfoAsync(nodes, server, cancellationToken);
        if (info.Number("aof_enabled") == 1)
        {
            await Task.Delay(s_everySecond, nodes.Time, cancellationToken);
            while ((info = await InfoAsync(nodes, server, cancellationToken)).Number("aof_pending_bio_fsync") > 0)
                await Task.Delay(s_poll, nodes.Time, cancellationToken);
            if (info.Text("aof_last_write_status") != "ok") throw Failed(server, "aof_last_write_status is err");
            return;
        }

        var replies = await nodes.SendAsync(
            server, [RespCommand.Of("CONFIG", "GET", "save")], default, cancellationToken);
        // Who may not be asked is taken for one that keeps its keys.
        if (!replies[0].IsError && replies[0].Items.Count == 2 && replies[0].Items[1].Text.Length == 0) return;
        await SaveAsync(nodes, server, cancellationToken);
    }

    /// <summary>A snapshot that began after the last copy.</summary>
    private static async Task SaveAsync(INodes nodes, Member server, CancellationToken cancellationToken)
    {
        while (true)
        {
            var replies = await nodes.SendAsync(server, [RespCommand.Of("BGSAVE")], default, cancellationToken);
            if (!replies[0].IsError) break;
            // One that began earlier goes on.
            if ((await InfoAsync(nodes, server, cancellationToken)).Number("rdb_bgsave_in_progress") == 0
                && !replies[0].Text.Contains("in progress", StringComparison.OrdinalIgnoreCase))
                throw Failed(server, replies[0].Text);
            await Task.Delay(s_poll, nodes.Time, cancellationToken);
        }

        var info = await InfoAsync(nodes, server, cancellationToken);
        while (info.Number("rdb_bgsave_in_progress") == 1)
        {
            await Task.Delay(s_poll, nodes.Time, cancellationToken);
            info = await InfoAsync(nodes, server, cancellationToken);
        }

        if (info.Text("rdb_last_bgsave_status") != "ok") throw Failed(server, "rdb_last_bgsave_status is err");
    }

    private static async Task<InfoText> InfoAsync(
        INodes nodes, Member server, CancellationToken cancellationToken, string section = "persistence") =>
        InfoText.Parse(
            (await nodes.ExecuteAsync(server, [RespCommand.Of("INFO", section)], cancellationToken))[0].Text);

    private static DiagnosticException Failed(Member server, string why) => new(new Diagnostic(
        "RI3454", $"server {server.Name} at {server.Endpoint}", $"what it got isn't safe there yet: {why}",
        "what has moved stays at its old server as well until then; clients are at the new one already",
        "See to it, and run again: it continues"));
}
