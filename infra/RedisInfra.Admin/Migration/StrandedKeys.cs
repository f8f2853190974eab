using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Keys that a master with slots holds of slots which it doesn't own, while no slot is open anywhere. When both ends of
/// a half moved slot have failed over, no node is left that tells of the move (hazard 7), and the keys that had arrived
/// are where no client looks for them. What the owner has too is only repeated (<see cref="Leftovers"/>) and does no
/// harm. What it lacks may have been deleted there since, or be the only copy of an acknowledged write: nothing tells,
/// so it is told to a person.
/// </summary>
public static class StrandedKeys
{
    private const int AtOnce = 16;
    private const int Shown = 5;
    private const int SlotsAtOnce = 1024;

    /// <summary>A server that still deletes what has moved away needs a while; so long nothing may change.</summary>
    private static readonly TimeSpan s_unchangedFor = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Looks for them. All own slots are counted, at each master in one go; only where there are more keys than these
    /// slots have, the others are.
    /// </summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="where">The cluster, for the message.</param>
    /// <param name="observed">The members' own views.</param>
    /// <param name="holders">The members at which to look.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What must be looked at by a person; empty also when it can't be told now.</returns>
    /// <exception cref="RedisConnectionException">A master doesn't answer any more.</exception>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(
        INodes nodes, string where, ObservedCluster observed, IEnumerable<Member> holders,
        CancellationToken cancellationToken)
    {
        if (OwnersOf(observed) is not { } owners) return [];
        var names = holders.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var masters = observed.Live.Where(view => names.Contains(view.Member.Name)
            && view is { KeyCount: > 0, Self: { IsMaster: true, Slots.IsEmpty: false } }).ToList();
        long start = nodes.Time.GetTimestamp();
        long since = start;
        var last = ImmutableArray<Finding>.Empty;
        while (true)
        {
            var found = await LookAsync(nodes, masters, owners, cancellationToken);
            if (found.IsEmpty) return [];
            if (!found.Select(one => one.Count).SequenceEqual(last.Select(one => one.Count)))
                since = nodes.Time.GetTimestamp();
            if (nodes.Time.GetElapsedTime(since) >= s_unchangedFor || nodes.Time.GetElapsedTime(start) >= s_atMost)
            {
                // Slots that moved meanwhile, or are on their way, have their keys elsewhere than it seemed.
                var now = await nodes.ObserveAsync(observed.Views.Select(view => view.Member), cancellationToken);
                return OwnersOf(now) is not null && ClusterFingerprint.Of(now) == ClusterFingerprint.Of(observed)
                    ? [.. found.Select(one => Words(where, one))] : [];
            }
            last = found;
            masters = [.. masters.Where(view => found.Any(one => one.Holder == view.Member))];
            await Task.Delay(s_poll, nodes.Time, cancellationToken);
        }
    }

    /// <summary>Each slot's owner; null when something is open, on its way or not agreed on.</summary>
    private static Member[]? OwnersOf(ObservedCluster observed)
    {
        var owners = new Member?[SlotRange.SlotCount];
        foreach (var view in observed.Live)
        {
            if (!view.SlotTasks.IsEmpty) return null;
            if (!view.Self.IsMaster) continue;
            if (!view.Self.OpenSlots.IsEmpty) return null;
            foreach (int slot in view.Self.Slots)
            {
                if (owners[slot] is not null) return null;
                owners[slot] = view.Member;
            }
        }
        return owners.All(owner => owner is not null) ? [.. owners.Select(owner => owner!)] : null;
    }

    private static async Task<ImmutableArray<Finding>> LookAsync(
        INodes nodes, List<NodeView.Live> masters, Member[] owners, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<Finding>();
        foreach (var some in masters.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(async view =>
            {
                if (!await HasMoreAsync(nodes, view, cancellationToken)) return;
                if (await HeldAsync(nodes, view, owners, cancellationToken) is { } finding) found.Add(finding);
            }));
        }
        return [.. found.OrderBy(one => one.Holder.Name, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Whether it has other keys than those of its own slots. In one transaction, as clients write meanwhile; whoever
    /// isn't allowed to ask doesn't learn it.
    /// </summary>
    private static async Task<bool> HasMoreAsync(
        INodes nodes, NodeView.Live view, CancellationToken cancellationToken)
    {
        var replies = await nodes.SendAsync(view.Member,
            RespCommand.Together([RespCommand.Of("DBSIZE"), .. view.Self.Slots.Select(SlotCommands.CountKeys)]),
            default, cancellationToken);
        if (replies[^1].IsError || replies[^1].Items.Count == 0) return false;
        var counts = replies[^1].Items;
        return !counts.Any(count => count.IsError) && counts[0].Integer > counts.Skip(1).Sum(count => count.Integer);
    }

    private static async Task<Finding?> HeldAsync(
        INodes nodes, NodeView.Live view, Member[] owners, CancellationToken cancellationToken)
    {
        var filled = new List<int>();
        long total = 0;
        foreach (int[] some in SlotSet.All.Except(view.Self.Slots).Chunk(SlotsAtOnce))
        {
            var counts = await nodes.ExecuteAsync(
                view.Member, [.. some.Select(SlotCommands.CountKeys)], cancellationToken);
            filled.AddRange(some.Where((_, i) => counts[i].Integer > 0));
            total += counts.Sum(count => count.Integer);
        }
        if (filled.Count == 0) return null;
        if (total > Leftovers.MostKeys)
            return new Finding(view.Member, total, SlotSet.OfSlots(filled), "too many to look at each");
        var missing = new List<HeldKey>();
        var keys = await Leftovers.ListAsync(nodes, view.Member, filled, cancellationToken);
        foreach (var group in keys.GroupBy(key => owners[key.Slot]))
            missing.AddRange(await Leftovers.MissingAsync(nodes, group.Key, group, cancellationToken));
        if (missing.Count == 0) return null;
        string names = string.Join(", ", missing.Take(Shown).Select(key => Encoding.UTF8.GetString(key.Name.Span)));
        return new Finding(view.Member, missing.Count, SlotSet.OfSlots(missing.Select(key => key.Slot)),
            names + (missing.Count > Shown ? ", …" : ""));
    }

    private static Diagnostic Words(string where, Finding found) => new("RI3256",
        $"{where}, member {found.Holder.Name}",
        $"it holds {found.Count} key(s) of slots {found.Slots}, which others own and lack: {found.Which}",
        "a move that stopped and failovers of both its ends leave them like that, where no client looks for them; they "
            + "may be the only copies, or have been deleted since",
        "Bring them to their owners, or delete them there when that was meant (docs/moving-slots.md, \"Keys that no "
            + "client finds\"). Then run again");

    private sealed record Finding(Member Holder, long Count, SlotSet Slots, string Which);
}
