using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Bus;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Admin.Tests.Simulation.Processes;

namespace RedisInfra.Admin.Tests.Simulation.Faults;

/// <summary>Makes the planned faults happen while our processes work.</summary>
internal sealed class FaultInjector(World world, SeededRandom random)
{
    private readonly List<PlannedFault> _planned = [];
    private readonly List<Action> _heal = [];
    private TransferFate _nextTransfer;
    private int _batches;
    private int _moves;

    /// <summary>How many MIGRATEs of a thousand go wrong, besides those that are planned.</summary>
    public int TransferFaultsPerMille { get; set; }

    public bool IsOn { get; set; }

    public void Plan(IEnumerable<PlannedFault> faults) => _planned.AddRange(faults);

    /// <summary>Nothing goes wrong any more: all nodes run and reach each other.</summary>
    public void Stop()
    {
        IsOn = false;
        _planned.Clear();
        _nextTransfer = TransferFate.Arrives;
        foreach (var heal in _heal.ToList()) heal();
        _heal.Clear();
        world.Network.HealAll();
        foreach (var node in world.Nodes) node.Restart();
    }

    /// <summary>Our process sends something: what becomes of it.</summary>
    public BatchFate OfBatch(SimulatedProcess process, SimulatedNode node, IReadOnlyList<RespCommand> commands)
    {
        if (!IsOn) return BatchFate.Normal;
        bool isMove = commands.Any(IsMove);
        _batches++;
        if (isMove) _moves++;
        var fate = BatchFate.Normal;
        for (int i = _planned.Count - 1; i >= 0; i--)
        {
            var fault = _planned[i];
            if ((fault.CountsMoves ? _moves : _batches) < fault.At) continue;
            _planned.RemoveAt(i);
            world.Count($"fault: {fault.Kind}");
            world.Trace.Say($"fault: {fault.Kind} as {commands[0].Name} goes to {node}");
            fate = Happen(fault.Kind, process, node, commands.Count, fate);
        }
        return fate;
    }

    /// <summary>What becomes of a MIGRATE.</summary>
    public TransferFate OfTransfer(SimulatedNode source, SimulatedNode target)
    {
        var fate = _nextTransfer;
        _nextTransfer = TransferFate.Arrives;
        if (fate == TransferFate.Arrives && IsOn && random.Below(1000) < TransferFaultsPerMille) fate = AnyTransfer();
        if (fate == TransferFate.Arrives) return fate;
        world.Count($"fault: MIGRATE {fate}");
        world.Trace.Say($"fault: MIGRATE {source} -> {target}: {fate}");
        return fate;
    }

    /// <summary>Whether it changes something.</summary>
    private static bool IsMove(RespCommand command) =>
        command.Name is "MIGRATE" or "CLUSTER MIGRATESLOTS" or "CLUSTER SETSLOT" or "EXEC"
        or "CLUSTER FAILOVER" or "CLUSTER FORGET" or "CLUSTER RESET"
        or "CLUSTER REPLICATE" or "CLUSTER MEET" or "CLUSTER ADDSLOTSRANGE" or "CLUSTER SET-CONFIG-EPOCH"
        or "FLUSHALL"
        || (command.Name == "CLUSTER MIGRATION" && command.Encoded.AsSpan().IndexOf("STATUS"u8) < 0);

    private TransferFate AnyTransfer() => (TransferFate)random.Between(1, (int)TransferFate.TargetIsFull);

    private BatchFate Happen(
        FaultKind kind, SimulatedProcess process, SimulatedNode node, int commands, BatchFate fate)
    {
        var any = random.Percent(60) ? node : random.Pick(world.Nodes);
        switch (kind)
        {
            case FaultKind.KillUs:
                process.Kill();
                return fate with { Commands = random.Below(commands + 1) };
            case FaultKind.CancelUs:
                process.Cancel();
                return fate;
            case FaultKind.CutBefore:
                return fate with { Commands = 0 };
            case FaultKind.CutAfter:
                return fate with { Commands = random.Between(1, commands) };
            case FaultKind.Delay:
                return fate with { DelayUs = random.Between(1_000, 8_000_000) };
            case FaultKind.KillNode:
                // Now, or while the command is under way.
                world.Agenda.After(random.Below(1_000), () => Kill(any));
                return fate;
            case FaultKind.Stall:
                any.Stall(LongUs(any.NodeTimeoutUs * 3 / 2));
                return fate;
            case FaultKind.CutPair:
                Cut(any.Place, random.Pick(world.Nodes).Place);
                return fate;
            case FaultKind.Isolate:
                Isolate(any);
                return fate;
            case FaultKind.CutUs:
                Cut(any.Place, Network.Us);
                return fate;
            case FaultKind.Failover:
                AskForFailover(any);
                return fate;
            default:
                _nextTransfer = AnyTransfer();
                return fate;
        }
    }

    /// <summary>Often short, sometimes long.</summary>
    private long LongUs(long mostUs)
    {
        long most = mostUs;
        for (int halvings = random.Below(6); halvings > 0; halvings--) most /= 2;
        return 1_000 + (long)(random.Bits() % (ulong)most);
    }

    private void Kill(SimulatedNode node)
    {
        if (!node.IsUp) return;
        node.Crash();
        world.Agenda.After(LongUs(node.NodeTimeoutUs * 5), node.Restart);
    }

    private void Cut(int one, int other)
    {
        if (one == other) return;
        world.Trace.Say($"fault: {one} and {other} don't reach each other");
        world.Network.Cut(one, other);
        Later(() => world.Network.Heal(one, other), 10_000_000);
    }

    private void Isolate(SimulatedNode node)
    {
        bool alsoFromUs = random.OneIn(2);
        var others = world.Nodes.Where(other => other != node).Select(other => other.Place).ToList();
        if (alsoFromUs) others.AddRange([Network.Us, Network.Clients]);
        world.Trace.Say($"fault: {node} is isolated");
        foreach (int other in others) world.Network.Cut(node.Place, other);
        Later(() => others.ForEach(other => world.Network.Heal(node.Place, other)), 10_000_000);
    }

    private void AskForFailover(SimulatedNode node)
    {
        var replicas = world.Nodes.Where(other => other is { IsUp: true, IsMaster: false }
            && (other == node || other.View.Myself.Master == node.Id)).ToList();
        if (replicas.Count == 0) return;
        var replica = random.Pick(replicas);
        bool isForced = random.OneIn(3);
        world.Trace.Say($"fault: {replica} is told to take over{(isForced ? " by force" : "")}");
        replica.Receive(() => Elections.Ask(replica, isForced, takeover: false));
    }

    private void Later(Action heal, int mostUs)
    {
        _heal.Add(heal);
        world.Agenda.After(LongUs(mostUs), () =>
        {
            if (_heal.Remove(heal)) heal();
        });
    }
}
