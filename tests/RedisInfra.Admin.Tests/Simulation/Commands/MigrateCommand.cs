using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>MIGRATE: the node does nothing else until the other one has answered, or the time is up.</summary>
internal static class MigrateCommand
{
    private const int DefaultTimeoutMs = 1000;

    public static RespValue? Execute(SimulatedNode node, CommandWords words, Action<RespValue> later)
    {
        if (words.Count < 6 || !words.TryInteger(2, out int port) || !words.TryInteger(5, out int timeoutMs))
            return Replies.Error("ERR syntax error");
        var options = MigrateOptions.Read(words);
        if (options is null) return Replies.Error("ERR syntax error");
        if (Redirections.OfMigrate(node, options.Keys) is { } error) return Replies.Error(error);
        var keys = options.Keys.Where(key => node.Look(key) is not null).ToList();
        if (keys.Count == 0) return Replies.NoKey;
        node.World.Count("MIGRATE");
        if (timeoutMs <= 0) timeoutMs = DefaultTimeoutMs;
        var target = node.World.FindAt(words.Text(1), port);
        node.Block();
        var transfer = new KeyTransfer(node, target, keys, options, timeoutMs * 1000L, later);
        transfer.Begin();
        return null;
    }
}

/// <summary>MIGRATE's options.</summary>
internal sealed record MigrateOptions(bool IsCopy, bool IsReplace, string? Password, IReadOnlyList<int> Keys)
{
    public static MigrateOptions? Read(CommandWords words)
    {
        bool isCopy = false;
        bool isReplace = false;
        string? password = null;
        var keys = new List<int>();
        if (words[3].Length > 0) keys.Add(SimulatedKeys.Parse(words[3]));
        for (int i = 6; i < words.Count; i++)
        {
            if (words.Is(i, "COPY")) isCopy = true;
            else if (words.Is(i, "REPLACE")) isReplace = true;
            else if (words.Is(i, "AUTH")) password = words.Text(++i);
            else if (words.Is(i, "AUTH2")) password = words.Text(i += 2);
            else if (words.Is(i, "KEYS") && words[3].Length == 0)
            {
                for (i++; i < words.Count; i++) keys.Add(SimulatedKeys.Parse(words[i]));
            }
            else return null;
        }
        return keys.Count == 0 || keys.Contains(-1) ? null : new MigrateOptions(isCopy, isReplace, password, keys);
    }
}

/// <summary>One MIGRATE under way, with all that can go wrong on the way.</summary>
internal sealed class KeyTransfer(
    SimulatedNode source, SimulatedNode? target, List<int> keys, MigrateOptions options, long timeoutUs,
    Action<RespValue> later)
{
    private const int KeyUs = 4;
    private const string CantConnect = "IOERR error or timeout connecting to the client";
    private const string NoAnswer = "IOERR error or timeout reading to target instance";

    private readonly World _world = source.World;
    private readonly int _incarnation = source.Incarnation;
    private readonly List<(int Key, StoredValue Value, long TtlUs)> _sent = [];
    private bool _isOver;
    private bool _isRetry;

    public void Begin()
    {
        foreach (int key in keys)
        {
            var value = source.Data.Find(key)!.Value;
            _sent.Add((key, value, value.ExpireAtUs == 0 ? 0 : Math.Max(1, value.ExpireAtUs - _world.NowUs)));
        }
        if (target is null || !target.IsUp)
        {
            End(_world.Network.LatencyUs(), 0, CantConnect);
            return;
        }
        if (!_world.Network.Reaches(source.Place, target.Place))
        {
            End(timeoutUs, 0, CantConnect);
            return;
        }
        _world.Agenda.After(timeoutUs, () => Finish(0, NoAnswer));
        Attempt();
    }

    private void Attempt()
    {
        var fate = _world.Faults.OfTransfer(source, target!);
        if (fate == TransferFate.NeverArrives) return;
        int incarnation = target!.Incarnation;
        _world.Agenda.After(_world.Network.LatencyUs() + KeyUs * keys.Count, () =>
        {
            if (target.Incarnation == incarnation) target.Receive(() => Restore(fate));
            else Finish(0, NoAnswer);
        });
    }

    /// <summary>At the target: RESTORE-ASKING of each key.</summary>
    private void Restore(TransferFate fate)
    {
        int done = fate == TransferFate.HalfIsDone ? keys.Count / 2 : keys.Count;
        var results = new List<string?>(done);
        for (int i = 0; i < done; i++)
        {
            bool isFull = fate == TransferFate.TargetIsFull && i >= keys.Count / 2;
            results.Add(isFull ? "OOM command not allowed when used memory > 'maxmemory'." : Restore(_sent[i]));
        }
        if (fate is TransferFate.AnswersAreLost or TransferFate.HalfIsDone) return;
        int seen = fate == TransferFate.HalfIsAnswered ? done / 2 : done;
        _world.Agenda.After(_world.Network.LatencyUs(), () =>
        {
            if (fate == TransferFate.IsCut && !_isRetry && !_isOver && source.Incarnation == _incarnation)
            {
                // Nothing was answered and no time was up: Redis connects again and sends it all once more.
                _isRetry = true;
                Attempt();
                return;
            }
            if (seen < done) return;
            Answer(results);
        });
        if (seen < done) _answered = results.GetRange(0, seen);
    }

    private List<string?> _answered = [];

    private string? Restore((int Key, StoredValue Value, long TtlUs) sent)
    {
        if (_world.Profile.Password is { } password && options.Password != password)
            return "NOAUTH Authentication required.";
        if (Redirections.OfClient(target!, sent.Key, isWrite: true, isAsking: true) is { } error) return error;
        if (!options.IsReplace && target!.Look(sent.Key) is not null)
            return "BUSYKEY Target key name already exists.";
        long expireAt = sent.TtlUs == 0 ? 0 : _world.NowUs + sent.TtlUs;
        target!.Apply(ChangeKind.Arrived, sent.Key, sent.Value.Write, new StoredValue(sent.Value.Write, expireAt));
        return null;
    }

    private void Answer(List<string?> results)
    {
        _answered = results;
        string? error = results.FirstOrDefault(result => result is not null);
        Finish(results.Count, error is null ? null : $"ERR Target instance replied with error: {error}");
    }

    private void End(long afterUs, int answered, string error) =>
        _world.Agenda.After(afterUs, () => Finish(answered, error));

    /// <summary>Back at the source: what was acknowledged is deleted.</summary>
    private void Finish(int answered, string? error)
    {
        if (_isOver || source.Incarnation != _incarnation) return;
        _isOver = true;
        _ = answered;
        source.Unblock(() =>
        {
            for (int i = 0; i < _answered.Count && !options.IsCopy; i++)
            {
                if (_answered[i] is null) source.Apply(ChangeKind.Left, keys[i], _sent[i].Value.Write, null);
            }
            if (error is not null) _world.Trace.Say($"MIGRATE {source} -> {target}: {error}");
            later(error is null ? Replies.Ok : Replies.Error(error));
        });
    }
}
