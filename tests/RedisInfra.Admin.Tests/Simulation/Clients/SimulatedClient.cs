using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Clients;

/// <summary>
/// An application that knows Redis Cluster: it remembers who serves which slot, follows MOVED and ASK, tries again when
/// it was refused, and never when it can't know what became of a write. It alone writes the keys of its number.
/// </summary>
internal sealed class SimulatedClient(World world, int number, SeededRandom random, ClientTraffic traffic)
{
    private const long AnswerWithinUs = 1_000_000;
    private bool _isStopped;

    public void Start() => Next();

    public void Stop() => _isStopped = true;

    private void Next()
    {
        if (_isStopped) return;
        world.Agenda.After(random.Below(traffic.PauseUs), () =>
        {
            if (_isStopped) return;
            Begin();
        });
    }

    private void Begin()
    {
        int slot = traffic.Pick(random);
        var kind = (ClientOperationKind)random.Below(6);
        bool isRead = kind == ClientOperationKind.Read || random.OneIn(4);
        int index = isRead ? random.Below(traffic.ClientCount) : number;
        int key = SimulatedKeys.Of(slot, index);
        var history = world.Oracle.Of(key);
        var operation = new ClientOperation
        {
            Key = key,
            Kind = isRead ? ClientOperationKind.Read : kind,
            Write = -1,
            Ended = history.Ended,
        };
        if (!isRead)
        {
            bool isExpiring = kind == ClientOperationKind.WriteForAWhile;
            operation.ExpireAtUs = isExpiring ? world.NowUs + 200_000 + random.Below(60_000_000) : 0;
            operation.Write = history.Begin(kind == ClientOperationKind.Delete, operation.ExpireAtUs);
        }
        Try(operation, traffic.ServerOf(slot, random), isAsking: false);
    }

    private void Try(ClientOperation operation, SimulatedNode node, bool isAsking)
    {
        int attempt = ++operation.Attempts;
        world.Agenda.After(AnswerWithinUs, () =>
        {
            if (operation.IsEnded || operation.Attempts != attempt) return;
            traffic.Forget(SimulatedKeys.Slot(operation.Key), random);
            End(operation, WriteFate.Unknown);
        });
        if (!node.IsUp)
        {
            world.Agenda.After(world.Network.LatencyUs(), () => Refused(operation, attempt));
            return;
        }
        int incarnation = node.Incarnation;
        world.Network.Send(Network.Clients, node.Place, () =>
        {
            if (node.Incarnation == incarnation) node.Receive(() => Execute(operation, attempt, node, isAsking));
        });
    }

    /// <summary>At the node.</summary>
    private void Execute(ClientOperation operation, int attempt, SimulatedNode node, bool isAsking)
    {
        // Who gave up has closed the connection. (A server may do it all the same, but that isn't about moves.)
        if (operation.IsEnded) return;
        bool isWrite = operation.Kind != ClientOperationKind.Read;
        if (isWrite && (world.NowUs < node.WritesPausedUntilUs
            || node.Jobs.IsPaused(node, SimulatedKeys.Slot(operation.Key))))
        {
            const int LookAgainUs = 5_000;
            int incarnation = node.Incarnation;
            world.Agenda.After(LookAgainUs, () =>
            {
                if (node.Incarnation == incarnation) node.Receive(() => Execute(operation, attempt, node, isAsking));
            });
            return;
        }
        string? error = Redirections.OfClient(node, operation.Key, isWrite, isAsking);
        StoredValue? value = null;
        if (error is null && isWrite)
        {
            StoredValue? after = operation.Kind == ClientOperationKind.Delete ? null
                : new StoredValue(operation.Write, operation.ExpireAtUs);
            node.Apply(ChangeKind.Written, operation.Key, operation.Write, after);
            if (world.Trace.IsOn)
            {
                world.Trace.Say(
                    $"client {number} at {node}: write {operation.Write} of {SimulatedKeys.Text(operation.Key)}");
            }
        }
        else if (error is null)
        {
            value = node.Look(operation.Key);
        }
        bool isStale = node.Log.IsSuperseded;
        world.Network.Send(node.Place, Network.Clients, () =>
        {
            if (operation.IsEnded || operation.Attempts != attempt) return;
            if (error is null) Succeeded(operation, node, value, isStale);
            else Redirected(operation, attempt, error);
        });
    }

    private void Succeeded(ClientOperation operation, SimulatedNode node, StoredValue? value, bool isStale)
    {
        if (operation.Kind == ClientOperationKind.Read && !isStale)
            world.Oracle.Saw($"client {number} at {node}", operation.Key, value, world.NowUs, operation.Ended);
        End(operation, WriteFate.Acknowledged);
    }

    private void Redirected(ClientOperation operation, int attempt, string error)
    {
        const int MostAttempts = 16;
        var words = error.Split(' ');
        bool isAsk = words[0] == "ASK";
        if (operation.Attempts < MostAttempts && (isAsk || words[0] == "MOVED") && traffic.At(words[2]) is { } other)
        {
            if (!isAsk) traffic.Learn(SimulatedKeys.Slot(operation.Key), other);
            Try(operation, other, isAsk);
            return;
        }
        traffic.Errors++;
        Refused(operation, attempt);
    }

    private void Refused(ClientOperation operation, int attempt)
    {
        if (operation.IsEnded || operation.Attempts != attempt) return;
        traffic.Forget(SimulatedKeys.Slot(operation.Key), random);
        End(operation, WriteFate.Refused);
    }

    private void End(ClientOperation operation, WriteFate fate)
    {
        operation.IsEnded = true;
        traffic.Operations++;
        if (operation.Write >= 0) world.Oracle.Of(operation.Key).End(operation.Write, fate);
        Next();
    }
}
