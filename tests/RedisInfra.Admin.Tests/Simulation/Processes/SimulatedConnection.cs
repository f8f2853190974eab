using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Processes;

/// <summary>
/// A connection of a process to a node, as the real one behaves: replies in order, a deadline for each batch, and when
/// one fails all that are out fail. What has arrived is done by the node even if nobody waits for the answer any more.
/// </summary>
internal sealed class SimulatedConnection(SimulatedProcess process, SimulatedNode node, long number)
{
    private const int Us = Network.Us;
    private readonly World _world = process.World;
    private readonly List<CommandBatch> _outstanding = [];
    private readonly Queue<CommandBatch> _atNode = new();
    private readonly CommandWords _words = new();
    private List<RespCommand>? _queued;
    private int _incarnation;
    private bool _isOpen;
    private bool _isOpening;
    private bool _isServing;
    private bool _isCut;
    private bool _hasLeft;
    private long _lastArrivalUs;
    private long _lastReplyUs;

    public bool IsUsable { get; private set; } = true;

    /// <summary>Which of the process' connections it is.</summary>
    public long Number { get; } = number;

    /// <summary>What the process has called it; "" for nothing.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the node knows it as.</summary>
    public string NameAtNode { get; private set; } = "";

    /// <summary>Its number at the node.</summary>
    public long IdAtNode { get; private set; }

    /// <summary>Whether this end is closed, whatever the node knows of that.</summary>
    public bool IsLeft => !IsUsable || !process.IsAlive;

    /// <summary>This end is closed: the node hears of it after all that was sent.</summary>
    public void Leave()
    {
        const long KeepAliveUs = 300_000_000;
        if (!_isOpen) return;
        // Who can't hear that it is closed keeps it until nobody answers to its probes.
        long heardUs = _world.Network.Reaches(Us, node.Place) ? _world.Network.LatencyUs() : KeepAliveUs;
        _world.Agenda.At(Math.Max(_lastArrivalUs, _world.NowUs + heardUs) + 1, () => _hasLeft = true);
    }

    public Task<RespValue[]> SendAsync(
        IReadOnlyList<RespCommand> commands, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var batch = new CommandBatch(commands, (long)timeout.TotalMicroseconds, _world.NowUs)
        {
            Fate = _world.Faults.OfBatch(process, node, commands),
        };
        _outstanding.Add(batch);
        if (cancellationToken.CanBeCanceled)
        {
            batch.Registration = cancellationToken.UnsafeRegister(_ =>
            {
                if (!process.IsAlive) return;
                Close(new RedisConnectionException(ConnectionFailure.Closed, $"{node}: a command was cancelled"),
                    batch, cancellationToken);
            }, null);
        }
        if (_isOpen) Transmit(batch);
        else if (!_isOpening) Open();
        return batch.Replies.Task;
    }

    private void Open()
    {
        _isOpening = true;
        long timeoutUs = (long)process.Access.ConnectTimeout.TotalMicroseconds;
        bool reaches = _world.Network.Reaches(Us, node.Place);
        long afterUs = reaches ? _world.Network.LatencyUs() * 2 : timeoutUs;
        _world.Agenda.After(afterUs, () =>
        {
            if (!IsUsable || !process.IsAlive) return;
            if (!reaches)
            {
                Close(new RedisConnectionException(ConnectionFailure.TimedOut, $"no connection to {node} in time"));
            }
            else if (!node.IsUp)
            {
                Close(new RedisConnectionException(ConnectionFailure.Connect, $"no connection to {node}: refused"));
            }
            else
            {
                _incarnation = node.Incarnation;
                _isOpen = true;
                IdAtNode = ++node.Accepted;
                node.Connections.Add(this);
                foreach (var batch in _outstanding) Transmit(batch);
            }
        });
    }

    private void Transmit(CommandBatch batch)
    {
        _world.Agenda.After(batch.TimeoutUs, () =>
        {
            if (batch.IsEnded) return;
            Close(new RedisConnectionException(ConnectionFailure.TimedOut,
                $"{node} didn't answer {batch.Commands[0].Name} in time"));
        });
        if (!_world.Network.Reaches(Us, node.Place)) return;
        _lastArrivalUs = Math.Max(_lastArrivalUs + 1, _world.NowUs + _world.Network.LatencyUs() + batch.Fate.DelayUs);
        _world.Agenda.At(_lastArrivalUs, () =>
        {
            if (_isCut) return;
            if (node.Incarnation != _incarnation || batch.Fate.Commands == 0)
            {
                Break();
                return;
            }
            _atNode.Enqueue(batch);
            if (!_isServing) Serve();
        });
    }

    /// <summary>At the node: the next batch.</summary>
    private void Serve()
    {
        _isServing = _atNode.TryDequeue(out var batch);
        if (_isServing) node.Receive(() => Execute(batch!));
    }

    private void Execute(CommandBatch batch)
    {
        while (batch.Done < batch.Commands.Count)
        {
            if (batch.Done >= batch.Fate.Commands)
            {
                Break();
                return;
            }
            var command = batch.Commands[batch.Done];
            if (command.Name == "MIGRATE" && _world.NowUs < node.WritesPausedUntilUs)
            {
                const int LookAgainUs = 5_000;
                Continue(batch, LookAgainUs);
                return;
            }
            if (Transact(command) is not { } answer)
            {
                _words.Read(command);
                if (_world.Trace.IsOn && process.IsAlive) _world.Trace.Say($"{node} <- {_words}");
                var said = command.Name.StartsWith("CLIENT", StringComparison.Ordinal) ? Client()
                    : CommandTable.Execute(node, _words, reply => Continued(batch, reply));
                if (said is not { } reply) return;
                answer = reply;
            }
            if (_world.Trace.IsOn && answer.IsError) _world.Trace.Say($"{node} -> {answer.Text}");
            batch.Answers[batch.Done++] = answer;
            bool isMove = command.Name is "CLUSTER SETSLOT" or "CLUSTER GETKEYSINSLOT";
            if (!isMove || batch.Done == batch.Commands.Count) continue;
            if (!_world.Random.Percent(_world.Profile.InterleavePercent)) continue;
            const int SomebodyElseUs = 50;
            Continue(batch, 1 + _world.Random.Below(SomebodyElseUs));
            return;
        }
        Reply(batch);
        Serve();
    }

    /// <summary>CLIENT SETNAME and CLIENT LIST, of our own processes.</summary>
    private RespValue Client()
    {
        if (_words.Is(1, "SETNAME"))
        {
            NameAtNode = _words.Text(2);
            return Replies.Ok;
        }
        node.Connections.RemoveAll(other => other.IsForgotten);
        if (_words.Is(1, "ID")) return RespValue.Of(IdAtNode);
        if (_words.Is(1, "KILL"))
        {
            var killed = node.Connections.FirstOrDefault(other => $"{other.IdAtNode}" == _words.Text(3));
            if (killed is null) return Replies.Error("ERR No such client");
            killed.Break();
            node.Connections.Remove(killed);
            return RespValue.Of(1);
        }
        if (!_words.Is(1, "LIST")) return CommandTable.Unknown(node, _words);
        return RespValue.Bulk(string.Concat(node.Connections.Select(other =>
            $"id={other.IdAtNode} addr=10.1.0.1:5000 name={other.NameAtNode} age=1 idle=1 cmd=client\n")));
    }

    /// <summary>The node has read all that came, and then that nothing comes any more.</summary>
    private bool IsForgotten => _hasLeft && !_isServing && _atNode.Count == 0;

    /// <summary>MULTI, what follows it, and EXEC, which does all of it at once. Null for what isn't in one.</summary>
    private RespValue? Transact(RespCommand command)
    {
        if (command.Name == "MULTI")
        {
            _queued = [];
            return Replies.Ok;
        }
        if (_queued is not { } queued) return null;
        if (command.Name != "EXEC")
        {
            queued.Add(command);
            return Replies.Simple("QUEUED");
        }
        _queued = null;
        return RespValue.Of([.. queued.Select(each =>
        {
            _words.Read(each);
            if (_world.Trace.IsOn && process.IsAlive) _world.Trace.Say($"{node} <- {_words} (EXEC)");
            return CommandTable.Execute(node, _words, _ => { })
                ?? throw new InvalidOperationException($"{_words} blocks, which can't be in a transaction");
        })]);
    }

    private void Continued(CommandBatch batch, RespValue reply)
    {
        if (_world.Trace.IsOn && reply.IsError) _world.Trace.Say($"{node} -> {reply.Text}");
        batch.Answers[batch.Done++] = reply;
        Execute(batch);
    }

    private void Continue(CommandBatch batch, int afterUs)
    {
        int incarnation = node.Incarnation;
        _world.Agenda.After(afterUs, () =>
        {
            if (node.Incarnation == incarnation) node.Receive(() => Execute(batch));
        });
    }

    private void Reply(CommandBatch batch)
    {
        if (!_world.Network.Reaches(node.Place, Us)) return;
        _lastReplyUs = Math.Max(_lastReplyUs + 1, _world.NowUs + _world.Network.LatencyUs());
        _world.Agenda.At(_lastReplyUs, () =>
        {
            if (!process.IsAlive || batch.IsEnded) return;
            _outstanding.Remove(batch);
            batch.IsEnded = true;
            batch.Registration.Dispose();
            batch.Replies.SetResult(batch.Answers);
        });
    }

    /// <summary>The node's end is gone: this end hears of it a moment later, if it can.</summary>
    public void Break()
    {
        _isCut = true;
        _hasLeft = true;
        _isServing = false;
        _atNode.Clear();
        _world.Network.Send(node.Place, Us, () =>
            Close(new RedisConnectionException(ConnectionFailure.Closed, $"{node} closed the connection")));
    }

    private void Close(
        RedisConnectionException failure, CommandBatch? cancelled = null, CancellationToken cancellationToken = default)
    {
        if (!process.IsAlive || !IsUsable) return;
        IsUsable = false;
        Leave();
        var left = _outstanding.ToList();
        _outstanding.Clear();
        foreach (var batch in left)
        {
            batch.IsEnded = true;
            batch.Registration.Dispose();
        }
        foreach (var batch in left)
        {
            if (batch == cancelled) batch.Replies.TrySetCanceled(cancellationToken);
            else batch.Replies.TrySetException(failure);
        }
    }
}
