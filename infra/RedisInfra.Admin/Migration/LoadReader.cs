using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Migration;

/// <summary>Measures what slots hold and how full masters are. It only reads, and no more than it says.</summary>
public static class LoadReader
{
    /// <summary>How many masters are asked at once.</summary>
    private const int AtOnce = 16;

    /// <summary>How many slots are asked in one pipeline: a master is busy for about a millisecond with that.</summary>
    private const int SlotsAtOnce = 1024;

    /// <summary>The load of those members that are masters and answer.</summary>
    /// <exception cref="RedisConnectionException">One of them doesn't answer any more.</exception>
    /// <exception cref="RedisErrorException">One of them refused a command.</exception>
    public static async Task<ClusterLoad> ReadAsync(
        INodes nodes, ObservedCluster observed, CancellationToken cancellationToken)
    {
        var slots = new SlotLoad[SlotRange.SlotCount];
        var memory = ImmutableDictionary.CreateBuilder<string, MemoryUse>();
        var big = new List<BigKey>();
        foreach (var some in observed.Live.Where(view => view.Self.IsMaster).Chunk(AtOnce))
        {
            var answers = await Task.WhenAll(some.Select(
                async view => (view, Load: await ReadAsync(nodes, view, slots, cancellationToken))));
            foreach (var (view, (use, keys)) in answers)
            {
                memory[view.Member.Name] = use;
                big.AddRange(keys);
            }
        }
        return new ClusterLoad([.. slots], memory.ToImmutable(), [.. big.OrderByDescending(key => key.Bytes)]);
    }

    private static async Task<(MemoryUse Use, IReadOnlyList<BigKey> Big)> ReadAsync(
        INodes nodes, NodeView.Live view, SlotLoad[] slots, CancellationToken cancellationToken)
    {
        var replies = await nodes.ExecuteAsync(view.Member, [RespCommand.Of("INFO", "memory")], cancellationToken);
        var info = InfoText.Parse(replies[0].Text);
        var use = new MemoryUse(
            info.Number("used_memory"), info.Number("maxmemory"), info.Text("maxmemory_policy"));
        if (view.KeyCount == 0 || view.Self.Slots.IsEmpty) return (use, []);
        double bytesPerKey = (double)DataBytes(info) / view.KeyCount;
        foreach (int[] some in view.Self.Slots.Chunk(SlotsAtOnce))
        {
            var counts = await nodes.ExecuteAsync(
                view.Member, [.. some.Select(SlotCommands.CountKeys)], cancellationToken);
            for (int i = 0; i < some.Length; i++)
            {
                long keys = counts[i].Integer;
                slots[some[i]] = new SlotLoad(keys, (long)(keys * bytesPerKey));
            }
        }
        return (use, await BigKeySample.ReadAsync(nodes, view, slots, cancellationToken));
    }

    /// <summary>
    /// What keys take: everything but what a server needs without any. (used_memory_dataset leaves out the tables of
    /// keys, which move as well.)
    /// </summary>
    private static long DataBytes(InfoText info)
    {
        long used = info.Number("used_memory") - info.Number("used_memory_startup")
            - info.Number("mem_clients_normal") - info.Number("mem_clients_slaves")
            - info.Number("mem_replication_backlog") - info.Number("mem_cluster_links")
            - info.Number("mem_aof_buffer");
        return Math.Max(0, used);
    }
}
