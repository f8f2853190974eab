using System.Collections;
using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Data;

/// <summary>
/// Knows every acknowledged write, and which of them Redis' own asynchronous replication has lost or brought into
/// conflict, so that whatever else is missing was lost by the move.
/// </summary>
internal sealed class Oracle
{
    private readonly Dictionary<int, KeyHistory> _histories = [];
    private readonly BitArray _existed = new(SlotRange.SlotCount);
    private readonly BitArray _excused = new(SlotRange.SlotCount);
    private readonly BitArray _contested = new(SlotRange.SlotCount);
    private readonly BitArray _mayBeGone = new(SlotRange.SlotCount);

    /// <summary>What was wrong: each is a failure of the run.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>
    /// Wrong values of slots that were open while their source failed over (hazard 7): what Redis 7 can't tell apart.
    /// </summary>
    public List<string> Conflicts { get; } = [];

    public int Excuses { get; private set; }

    public bool HasContested { get; private set; }

    /// <summary>Keys that somebody touched, and so have a history.</summary>
    public IEnumerable<int> Keys => _histories.Keys;

    public void Exists(int slot) => _existed[slot] = true;

    public bool Existed(int slot) => _existed[slot];

    public bool IsExcused(int slot) => _excused[slot];

    public KeyHistory Of(int key)
    {
        if (_histories.TryGetValue(key, out var history)) return history;
        int slot = SimulatedKeys.Slot(key);
        bool existed = key % SimulatedKeys.PerSlot == 0 && _existed[slot];
        history = new KeyHistory(existed);
        if (existed && _excused[slot]) history.Excuse(0);
        return _histories[key] = history;
    }

    /// <summary>A change that a node had made is gone with it, or will be.</summary>
    public void Lose(Change change)
    {
        Excuses++;
        switch (change.Kind)
        {
            case ChangeKind.Written:
                Of(change.Key).Excuse(change.Write);
                // A deletion that is lost brings back a value, which then stands for the later ones elsewhere.
                if (change is { After: null, Before: { } before })
                    Of(change.Key).ExcuseAfter(before.Write, Of(change.Key).Count - 1);
                break;
            case ChangeKind.Arrived:
                Of(change.Key).ExcuseUpTo(change.Write);
                break;
            case ChangeKind.Left:
                Contest(SimulatedKeys.Slot(change.Key));
                break;
        }
    }

    /// <summary>A node's data is gone altogether.</summary>
    public void LoseAll(Dataset data)
    {
        Excuses++;
        foreach (int key in data.Touched) Of(key).ExcuseUpTo(data.Find(key)!.Value.Write);
        for (int slot = 0; slot < SlotRange.SlotCount; slot++)
        {
            if (!data.IsUntouched(slot)) continue;
            _excused[slot] = true;
            if (_histories.TryGetValue(SimulatedKeys.Of(slot, 0), out var history)) history.Excuse(0);
        }
    }

    /// <summary>Two nodes now have a claim to the slot's keys, and nothing tells which is right.</summary>
    public void Contest(int slot) => HasContested = _contested[slot] = _mayBeGone[slot] = true;

    /// <summary>Clients may see old values of the slot, or none, until it is settled; then all must be there.</summary>
    public void Confuse(int slot) => HasContested = _contested[slot] = true;

    public bool IsContested(int slot) => _contested[slot];

    /// <summary>Somebody saw a value of a key.</summary>
    public void Saw(string who, int key, StoredValue? value, long nowUs, int began = int.MaxValue)
    {
        if (Of(key).Allows(value, nowUs, began)) return;
        string what = Words(who, key, value);
        if (_contested[SimulatedKeys.Slot(key)]) Conflicts.Add(what);
        else Violations.Add(what);
    }

    /// <summary>
    /// What its owner has of a key when all is over. A key that nobody wrote has one value, wherever it is: it must
    /// have found its way, whoever had a claim to its slot, but for what a failover brought about.
    /// </summary>
    public void Ended(int key, StoredValue? value, long nowUs)
    {
        var history = Of(key);
        bool isSure = history.Count == 1 && !_mayBeGone[SimulatedKeys.Slot(key)];
        if (!isSure || history.Allows(value, nowUs)) Saw("at rest", key, value, nowUs);
        else Violations.Add(Words("at rest", key, value));
    }

    private string Words(string who, int key, StoredValue? value)
    {
        string seen = value is { } stored ? $"write {stored.Write}" : "nothing";
        return $"{who} sees {seen} of {SimulatedKeys.Text(key)} after {Of(key)}";
    }
}
