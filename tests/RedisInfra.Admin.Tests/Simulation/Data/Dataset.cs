using System.Numerics;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Data;

/// <summary>
/// The keys that a node holds. Slots that nobody touched yet hold their first key as it was at the start and cost one
/// bit each.
/// </summary>
internal sealed class Dataset
{
    private const int WordCount = SlotRange.SlotCount / 64;

    private readonly ulong[] _untouched;
    private readonly Dictionary<int, StoredValue> _values;
    private readonly Dictionary<int, ushort> _slots;
    private int _untouchedCount;

    public Dataset()
    {
        _untouched = new ulong[WordCount];
        _values = [];
        _slots = [];
    }

    private Dataset(Dataset other)
    {
        _untouched = [.. other._untouched];
        _values = new(other._values);
        _slots = new(other._slots);
        _untouchedCount = other._untouchedCount;
    }

    public int Count => _untouchedCount + _values.Count;

    /// <summary>Keys that somebody touched.</summary>
    public IEnumerable<int> Touched => _values.Keys;

    public Dataset Copy() => new(this);

    /// <summary>At the start of a run: slots that hold their first key.</summary>
    public void Fill(ReadOnlySpan<ulong> slots)
    {
        for (int word = 0; word < WordCount; word++)
        {
            _untouched[word] = slots[word];
            _untouchedCount += BitOperations.PopCount(slots[word]);
        }
    }

    public bool IsUntouched(int slot) => (_untouched[slot >> 6] & (1UL << (slot & 63))) != 0;

    public int CountIn(int slot) =>
        IsUntouched(slot) ? 1 : BitOperations.PopCount(_slots.GetValueOrDefault(slot));

    public IEnumerable<int> KeysIn(int slot)
    {
        if (IsUntouched(slot)) yield return SimulatedKeys.Of(slot, 0);
        uint mask = _slots.GetValueOrDefault(slot);
        for (int i = 0; i < SimulatedKeys.PerSlot; i++)
        {
            if ((mask & (1u << i)) != 0) yield return SimulatedKeys.Of(slot, i);
        }
    }

    public StoredValue? Find(int key)
    {
        if (_values.TryGetValue(key, out var value)) return value;
        return key % SimulatedKeys.PerSlot == 0 && IsUntouched(SimulatedKeys.Slot(key)) ? default(StoredValue) : null;
    }

    public void Set(int key, StoredValue value)
    {
        Touch(SimulatedKeys.Slot(key));
        _values[key] = value;
        int slot = SimulatedKeys.Slot(key);
        _slots[slot] = (ushort)(_slots.GetValueOrDefault(slot) | (1 << (key % SimulatedKeys.PerSlot)));
    }

    public void Remove(int key)
    {
        int slot = SimulatedKeys.Slot(key);
        Touch(slot);
        if (!_values.Remove(key)) return;
        ushort left = (ushort)(_slots[slot] & ~(1 << (key % SimulatedKeys.PerSlot)));
        if (left == 0) _slots.Remove(slot);
        else _slots[slot] = left;
    }

    /// <summary>Slots of which it holds keys, among those that somebody touched.</summary>
    public IEnumerable<int> TouchedSlots => _slots.Keys;

    /// <summary>Slots that nobody touched, as a bitmap.</summary>
    public ReadOnlySpan<ulong> Untouched => _untouched;

    private void Touch(int slot)
    {
        if (!IsUntouched(slot)) return;
        _untouched[slot >> 6] &= ~(1UL << (slot & 63));
        _untouchedCount--;
        int first = SimulatedKeys.Of(slot, 0);
        _values[first] = default;
        _slots[slot] = (ushort)(_slots.GetValueOrDefault(slot) | 1);
    }
}
