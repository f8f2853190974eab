using System.Threading.Channels;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// Copies what one server gives. One step at a time: a key is never copied and deleted at its new server at once.
/// </summary>
internal sealed class RingCarrier
{
    private const int MaxFailures = 2;
    private const int PartsAhead = 4;
    private readonly RingContext _context;
    private readonly int _source;
    private readonly MigratePace _pace;
    private readonly Dictionary<int, int> _failures = [];
    private readonly List<ReadOnlyMemory<byte>> _doubtful = [];

    public RingCarrier(RingContext context, int source)
    {
        (_context, _source) = (context, source);
        _pace = new MigratePace(context.Budget);
        Changed = new ChangedKeys(IsGiven);
    }

    /// <summary>What clients changed.</summary>
    public ChangedKeys Changed { get; }

    /// <summary>
    /// Whether the server lets writers wait: MIGRATE counts as a write, so keys then go through this process.
    /// </summary>
    public bool IsPaused { get; set; }

    /// <summary>The server.</summary>
    public Member Server => _context.Members[_source];

    /// <summary>
    /// Copies everything that it gives. The next keys are listed while a copy is under way: the server has something to
    /// do then while this process hears of it.
    /// </summary>
    public async Task CopyAllAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = Channel.CreateBounded<(int Owner, List<(ReadOnlyMemory<byte> Key, long Bytes)> Keys)>(PartsAhead);
        var listing = ListAsync(ready.Writer, stop.Token);
        try
        {
            await foreach (var (owner, keys) in ready.Reader.ReadAllAsync(stop.Token))
                await CopyAsync(owner, keys, isFirst: true, stop.Token);
        }
        finally
        {
            // What it still waits for is cancelled only when copying has failed: that costs the connection.
            if (!listing.IsCompleted) await stop.CancelAsync();
            await listing;
        }
    }

    /// <summary>Lists what it gives, in parts that can be copied.</summary>
    private async Task ListAsync(
        ChannelWriter<(int Owner, List<(ReadOnlyMemory<byte> Key, long Bytes)> Keys)> ready,
        CancellationToken cancellationToken)
    {
        try
        {
            var listing = new RingKeys(_context.Nodes, Server);
            var waiting = new Dictionary<int, List<ReadOnlyMemory<byte>>>();
            while (!listing.IsDone)
            {
                var replies = await _context.Nodes.SendAsync(Server, [listing.Ask()], default, cancellationToken);
                foreach (var key in listing.Read(replies[0]).Where(IsGiven))
                {
                    int owner = _context.Change.NewOwner(key.Span);
                    if (!waiting.TryGetValue(owner, out var keys)) waiting[owner] = keys = [];
                    keys.Add(key);
                }
                foreach (var (owner, keys) in waiting)
                {
                    if (keys.Count < _pace.Keys && !listing.IsDone) continue;
                    foreach (var part in await PartsAsync(keys, cancellationToken))
                        await ready.WriteAsync((owner, part), cancellationToken);
                    keys.Clear();
                }
            }
            ready.Complete();
        }
        catch (Exception exception)
        {
            ready.Complete(exception);
        }
    }

    /// <summary>Keys that are there, in parts that one copy may have.</summary>
    private async Task<List<List<(ReadOnlyMemory<byte> Key, long Bytes)>>> PartsAsync(
        List<ReadOnlyMemory<byte>> keys, CancellationToken cancellationToken)
    {
        var sizes = await _context.Nodes.ExecuteAsync(
            Server, [.. keys.Select(RingCommands.Size)], cancellationToken);
        var there = keys.Zip(sizes).Where(key => !key.Second.IsNull)
            .Select(key => (key.First, key.Second.Integer)).ToList();
        return [.. there.Chunk(_pace.Keys).SelectMany(chunk => Parts([.. chunk]))];
    }

    /// <summary>Carries over once more what was changed since the last time; gives how many keys that were.</summary>
    public async Task<int> CarryChangedAsync(CancellationToken cancellationToken)
    {
        var (keys, isFlushed) = Changed.Take();
        if (isFlushed) await LookAtCopiesAsync(cancellationToken);
        foreach (var owned in keys.GroupBy(key => _context.Change.NewOwner(key.Span)))
            await CarryAsync(owned.Key, [.. owned], cancellationToken);
        _context.Tally.Again(keys.Count);
        return keys.Count + (isFlushed ? 1 : 0);
    }

    /// <summary>
    /// Keys of copies that broke off are looked at again: what had been sent may have come after what was sent later.
    /// </summary>
    public void LookAtDoubtful()
    {
        Changed.Add(_doubtful);
        _doubtful.Clear();
    }

    private bool IsGiven(ReadOnlyMemory<byte> key) => !RingOwnKeys.Contains(key.Span)
        && _context.Change.OldOwner(key.Span) == _source && _context.Change.NewOwner(key.Span) != _source;

    /// <summary>The server was emptied: of each copy it has to be seen whether there is such a key again.</summary>
    private async Task LookAtCopiesAsync(CancellationToken cancellationToken)
    {
        foreach (var member in _context.Members.Where((_, i) => i != _source))
            await new RingKeys(_context.Nodes, member).EachAsync(Changed.Add, cancellationToken);
    }

    /// <summary>Copies keys that have one new server, and deletes there what is gone here.</summary>
    private async Task CarryAsync(
        int owner, List<ReadOnlyMemory<byte>> keys, CancellationToken cancellationToken)
    {
        for (int at = 0; at < keys.Count;)
        {
            var batch = keys.GetRange(at, Math.Min(_pace.Keys, keys.Count - at));
            at += batch.Count;
            // EXISTS also ends a key whose time is up, which the server is to forget, and its copy with it.
            var replies = await _context.Nodes.ExecuteAsync(Server,
                [.. batch.Select(RingCommands.Size), .. batch.Select(RingCommands.Exists)], cancellationToken);
            var there = batch.Select((key, i) => (Key: key, Bytes: replies[i].Integer,
                IsThere: replies[batch.Count + i].Integer > 0)).ToList();
            var gone = there.Where(key => !key.IsThere).Select(key => key.Key).ToList();
            if (gone.Count > 0) await DeleteAsync(owner, gone, cancellationToken);
            foreach (var part in Parts([.. there.Where(key => key.IsThere).Select(key => (key.Key, key.Bytes))]))
                await CopyAsync(owner, part, isFirst: false, cancellationToken);
        }
    }

    /// <summary>Parts that aren't bigger than allowed, unless one key is.</summary>
    private IEnumerable<List<(ReadOnlyMemory<byte> Key, long Bytes)>> Parts(
        List<(ReadOnlyMemory<byte> Key, long Bytes)> keys)
    {
        var part = new List<(ReadOnlyMemory<byte> Key, long Bytes)>();
        long bytes = 0;
        foreach (var key in keys)
        {
            if (part.Count > 0 && bytes + key.Bytes > _context.Options.MaxBatchBytes)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }
            part.Add(key);
            bytes += key.Bytes;
        }
        if (part.Count > 0) yield return part;
    }

    private async Task CopyAsync(int owner, List<(ReadOnlyMemory<byte> Key, long Bytes)> keys, bool isFirst,
        CancellationToken cancellationToken)
    {
        var names = keys.Select(key => key.Key).ToList();
        long bytes = keys.Sum(key => key.Bytes);
        await _context.Sending.WaitAsync(cancellationToken);
        try
        {
            int low = Math.Min(owner, _source), high = Math.Max(owner, _source);
            await _context.Lanes[low].WaitAsync(cancellationToken);
            await _context.Lanes[high].WaitAsync(cancellationToken);
            try
            {
                long start = _context.Nodes.Time.GetTimestamp();
                bool isDirect = !IsPaused && _context.Nodes.Access.Tls is null
                    && _failures.GetValueOrDefault(owner) < MaxFailures
                    && await MigrateAsync(owner, names, bytes, cancellationToken);
                if (!isDirect) await ThroughAsync(owner, names, cancellationToken);
                var took = _context.Nodes.Time.GetElapsedTime(start);
                await _context.RestAsync(took, cancellationToken);
            }
            finally
            {
                _context.Lanes[low].Release();
                _context.Lanes[high].Release();
            }
        }
        finally
        {
            _context.Sending.Release();
        }
        if (isFirst) _context.Tally.Copied(_source, owner, keys.Count, bytes);
    }

    /// <summary>From server to server; says whether it was done.</summary>
    private async Task<bool> MigrateAsync(
        int owner, List<ReadOnlyMemory<byte>> keys, long bytes, CancellationToken cancellationToken)
    {
        var to = _context.Members[owner];
        string host = await _context.Nodes.GossipIpAsync(to, cancellationToken) ?? to.Host;
        long start = _context.Nodes.Time.GetTimestamp();
        var replies = await _context.Nodes.SendAsync(Server,
            [RingCommands.Copy(host, to.Port, _context.Nodes.Access, keys)], default, cancellationToken);
        _pace.Expect((double)bytes / keys.Count);
        _pace.Took(keys.Count, _context.Nodes.Time.GetElapsedTime(start), TimeSpan.Zero);
        if (!replies[0].IsError) return true;
        if (MigrateReplies.Judge(replies[0]) != MigrateVerdict.Ambiguous)
            throw new RedisErrorException($"MIGRATE to {to.Name}", replies[0].Text);
        _doubtful.AddRange(keys);
        int failures = _failures[owner] = _failures.GetValueOrDefault(owner) + 1;
        _context.Options.Say?.Invoke($"MIGRATE from {Server.Name} to {to.Name}: {replies[0].Text}; "
            + "these keys go through this process" + (failures < MaxFailures ? "" : ", and all others that follow"));
        // Once it answers, it has done with what had arrived; what comes later is looked at when nobody writes.
        await _context.Nodes.ExecuteAsync(to, [RingCommands.Ping], cancellationToken);
        return false;
    }

    /// <summary>Through this process: what a paused server gives, or one that can't reach the other.</summary>
    private async Task ThroughAsync(
        int owner, List<ReadOnlyMemory<byte>> keys, CancellationToken cancellationToken)
    {
        var replies = await _context.Nodes.ExecuteAsync(Server,
            [.. keys.SelectMany(key => new[] { RingCommands.Dump(key), RingCommands.TimeLeft(key) })],
            cancellationToken);
        var commands = keys.Select((key, i) =>
        {
            var (packed, left) = (replies[2 * i], replies[(2 * i) + 1].Integer);
            return packed.IsNull || left == -2 ? RingCommands.Delete([key])
                : RingCommands.Restore(key, left == -1 ? 0 : Math.Max(1, left), packed.Bytes);
        }).ToList();
        await _context.Nodes.ExecuteAsync(_context.Members[owner], commands, cancellationToken);
    }

    private Task DeleteAsync(
        int owner, List<ReadOnlyMemory<byte>> keys, CancellationToken cancellationToken) =>
        _context.Nodes.ExecuteAsync(_context.Members[owner], [RingCommands.Delete(keys)], cancellationToken);
}
