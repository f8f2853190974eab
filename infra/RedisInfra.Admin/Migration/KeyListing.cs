using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Migration;

/// <summary>Keys of one slot that are moved with one MIGRATE.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Keys">Their names, as the server gave them.</param>
internal readonly record struct KeyGroup(int Slot, IReadOnlyList<RespValue> Keys);

/// <summary>
/// Asks for the keys of a window's slots, a batch at a time: a full one of a big slot, or those of many small slots.
/// Pure: it makes commands and reads replies.
/// </summary>
internal sealed class KeyListing
{
    private const int MaxSlotsAtOnce = 64;
    private readonly Stack<(int Slot, long Left)> _pending = new();
    private readonly List<(int Slot, long Left, int Count)> _asked = [];

    /// <param name="slots">Slots that hold keys, and about how many, in the order in which they move.</param>
    public KeyListing(IEnumerable<(int Slot, long Keys)> slots)
    {
        foreach (var (slot, keys) in slots.Reverse()) _pending.Push((slot, Math.Max(1, keys)));
    }

    /// <summary>About how many keys haven't been listed.</summary>
    public long Left => _pending.Sum(slot => slot.Left);

    /// <summary>Commands that list about so many keys; none when all slots were listed to their end.</summary>
    public List<RespCommand> Ask(int keys)
    {
        _asked.Clear();
        var commands = new List<RespCommand>();
        long room = Math.Max(1, keys);
        while (room > 0 && _asked.Count < MaxSlotsAtOnce && _pending.TryPeek(out var next))
        {
            // A slot that would be cut in the middle waits for the next batch, unless it has to be cut anyway.
            if (_asked.Count > 0 && next.Left > room) break;
            _pending.Pop();
            // A few more than expected: a slot that got keys since it was counted needs no second question. And a slot
            // that is little more than a batch isn't cut: one MIGRATE more costs as much as many keys.
            int count = (int)Math.Min(room + (room / 2), next.Left + (next.Left / 8) + 2);
            _asked.Add((next.Slot, next.Left, count));
            commands.Add(SlotCommands.ListKeys(next.Slot, count));
            room -= next.Left;
        }
        return commands;
    }

    /// <summary>The keys that the replies to <see cref="Ask"/>'s commands name.</summary>
    public List<KeyGroup> Read(ReadOnlySpan<RespValue> replies)
    {
        var groups = new List<KeyGroup>();
        for (int i = 0; i < _asked.Count; i++)
        {
            if (replies[i].IsError) throw new MoveTroubleException($"CLUSTER GETKEYSINSLOT: {replies[i].Text}");
            if (replies[i].Items.Count > 0) groups.Add(new KeyGroup(_asked[i].Slot, replies[i].Items));
        }
        for (int i = _asked.Count - 1; i >= 0; i--)
        {
            var (slot, left, count) = _asked[i];
            if (replies[i].Items.Count >= count) _pending.Push((slot, Math.Max(1, left - count)));
        }
        _asked.Clear();
        return groups;
    }
}
