using RedisInfra.Admin.Tests.Simulation.Bus;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Atomic;

/// <summary>
/// A move that servers carry out by themselves: the destination gets everything, the source pauses writes of the slots,
/// the destination takes them over with a new epoch, and the source deletes its keys when it hears of that. Redis 8.4
/// is asked and cancelled at the destination. Valkey 9 is at the source, which doesn't know whether the destination has
/// taken over until gossip tells (cluster_migrateslots.c: proceedWithSlotMigration).
/// </summary>
internal sealed class SlotJob(string id, SimulatedNode source, SimulatedNode destination, IReadOnlyList<int> slots)
{
    private const long RedisPauseUs = 10_000_000;
    private const long ValkeyPauseUs = 3_000_000;
    private const int LookUs = 10_000;
    private readonly World _world = source.World;
    private readonly int _sourceStart = source.Incarnation;
    private readonly int _destinationStart = destination.Incarnation;
    private long _handedOverUntilUs;
    private long _pausedUntilUs;

    public string Id => id;

    public SimulatedNode Source => source;

    public SimulatedNode Destination => destination;

    public IReadOnlyList<int> Slots => slots;

    public string State { get; private set; } = "connecting";

    /// <summary>How it ended in the eyes of a source of Valkey's, or null.</summary>
    public string? SourceEnd { get; private set; }

    public string Error { get; private set; } = "";

    public bool HasEnded => State is "completed" or "failed" or "canceled";

    /// <summary>Whether the source holds writes of its slots back.</summary>
    public bool IsPausing => _pausedUntilUs > _world.NowUs && State is "handoff" or "completed";

    private bool IsValkey => _world.Profile.IsValkey;

    public void Begin()
    {
        _world.Count("atomic job");
        _world.Trace.Say($"job {id[..8]}: {slots.Count} slots from {source} to {destination}");
        After(1_000 + _world.Random.Below(30_000), () => State = "snapshot");
        After(35_000 + _world.Random.Below(300_000), () => source.Receive(HandOff));
    }

    public void End(string state, string error)
    {
        if (HasEnded) return;
        _world.Count($"atomic job: {state}");
        _world.Trace.Say($"job {id[..8]}: {state} {error}");
        (State, Error) = (state, error);
    }

    /// <summary>
    /// CANCELSLOTMIGRATIONS at a source of Valkey's: it serves writes again at once, even when it has told the
    /// destination to take over and can't take that back.
    /// </summary>
    public void CancelAtSource()
    {
        bool isTooLate = State is "handoff" or "completed";
        if (isTooLate) _world.Count("atomic job: cancelled too late");
        (SourceEnd, _pausedUntilUs) = ("cancelled", 0);
        if (!isTooLate) End("canceled", "");
    }

    /// <summary>What keeps it from going on, or null.</summary>
    private string? Problem()
    {
        if (source.Incarnation != _sourceStart || destination.Incarnation != _destinationStart)
            return "a node restarted";
        if (!source.IsMaster || !destination.IsMaster) return "a node is a replica";
        var network = _world.Network;
        if (!network.Reaches(source.Place, destination.Place)) return "the connection was lost";
        return slots.All(source.View.IsMine) ? null : "the slots changed their owner";
    }

    private void After(int delayUs, Action next) => _world.Agenda.After(delayUs, () =>
    {
        if (HasEnded) return;
        if (Problem() is { } problem) End("failed", problem);
        else next();
    });

    /// <summary>At the source: what it has now is all there will be.</summary>
    private void HandOff()
    {
        if (HasEnded) return;
        if (Problem() is { } problem)
        {
            End("failed", problem);
            return;
        }
        State = "handoff";
        long pauseUs = IsValkey ? ValkeyPauseUs : RedisPauseUs;
        _pausedUntilUs = _handedOverUntilUs = _world.NowUs + pauseUs;
        var values = slots.SelectMany(slot => source.Data.KeysIn(slot))
            .Select(key => (key, source.Data.Find(key)!.Value)).ToList();
        _world.Agenda.After(pauseUs, () => End("failed", "the other end was silent"));
        _world.Network.SendInOrder(source.Place, destination.Place, () => destination.Receive(() => Take(values)));
    }

    /// <summary>At the destination: it owns the slots from now on.</summary>
    private void Take(List<(int Key, StoredValue Value)> values)
    {
        if (HasEnded) return;
        bool isInTime = _world.NowUs < _handedOverUntilUs;
        if (!isInTime || destination.Incarnation != _destinationStart || !destination.IsMaster)
        {
            End("failed", "it took too long");
            return;
        }
        foreach (var (key, value) in values) destination.Apply(ChangeKind.Arrived, key, value.Write, value);
        foreach (int slot in slots) destination.View.SetOwner(slot, destination.View.Myself);
        Elections.Bump(destination);
        BusSender.BroadcastPong(destination);
        ClusterState.Update(destination);
        End("completed", "");
        LookAtSource();
    }

    /// <summary>A source of Valkey's says success when it hears of the new owner, and failed when it doesn't.</summary>
    private void LookAtSource()
    {
        if (SourceEnd is not null || source.Incarnation != _sourceStart) return;
        if (!slots.Any(source.View.IsMine)) SourceEnd = "success";
        else if (_world.NowUs >= _handedOverUntilUs) (SourceEnd, Error) = ("failed", "Unpaused before it completed");
        else _world.Agenda.After(LookUs, LookAtSource);
    }
}
