namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>A replica's link to its master: first a copy of everything, then every change, a little late.</summary>
internal sealed class Follower
{
    private const int LeastSyncUs = 5_000;
    private const int MostSyncUs = 300_000;
    private const int RetryUs = 500_000;
    private const int LeastLagUs = 100;

    private readonly SimulatedNode _node;
    private bool _isStopped;
    private bool _isScheduled;
    private long _lastDataUs;

    public Follower(SimulatedNode node, Identity source) => (_node, Source) = (node, source);

    public Identity Source { get; }

    public bool IsOnline { get; private set; }

    /// <summary>How long ago it last heard from its master.</summary>
    public long AgeUs(long nowUs) => IsOnline ? 0 : nowUs - _lastDataUs;

    /// <summary>Connects soon, as long as its node runs.</summary>
    public void Begin()
    {
        if (!IsOnline) Later(_node.World.Random.Below(100_000), Connect);
    }

    /// <summary>At the start of a run: it is in step already.</summary>
    public void StartOnline()
    {
        var master = Source.Node;
        IsOnline = true;
        (_node.Data, _node.Log, _node.LogEnd) = (master.Data.Copy(), master.Log, master.LogEnd);
    }

    /// <summary>It follows no longer.</summary>
    public void Stop() => _isStopped = true;

    public void Disconnect()
    {
        if (!IsOnline) return;
        IsOnline = false;
        _lastDataUs = _node.World.NowUs;
        Later(RetryUs, Connect);
    }

    /// <summary>There is something new.</summary>
    public void Poke()
    {
        if (_isScheduled) return;
        _isScheduled = true;
        Later(LeastLagUs + _node.World.Random.Below(_node.World.Profile.ReplicaLagUs), CatchUp);
    }

    private void Connect()
    {
        if (IsOnline) return;
        var master = Source.Node;
        bool serves = CanReach() && !master.IsLoading && (master.IsMaster || master.Following is { IsOnline: true });
        if (!serves)
        {
            Later(RetryUs, Connect);
            return;
        }
        int incarnation = master.Incarnation;
        int syncUs = _node.World.Random.Between(LeastSyncUs, MostSyncUs);
        Later(syncUs, () =>
        {
            if (master.Incarnation != incarnation || !CanReach())
            {
                Later(RetryUs, Connect);
                return;
            }
            _node.Data = master.Data.Copy();
            (_node.Log, _node.LogEnd) = (master.Log, master.LogEnd);
            _node.World.Trace.Say($"{_node} has the data of {master} and follows it");
            IsOnline = true;
        });
        _node.LoadingUntilUs = Math.Max(_node.LoadingUntilUs,
            _node.World.NowUs + _node.World.Random.Below(syncUs / 4));
    }

    private void CatchUp()
    {
        _isScheduled = false;
        if (!IsOnline) return;
        var master = Source.Node;
        if (!CanReach())
        {
            _isScheduled = true;
            Later(RetryUs / 10, CatchUp);
            return;
        }
        if (master.Log != _node.Log)
        {
            // The master's data was replaced: begin again.
            Disconnect();
            return;
        }
        long until = _node.World.NowUs - LeastLagUs;
        var changes = master.Log.Changes;
        while (_node.LogEnd < changes.Count && changes[_node.LogEnd].TimeUs <= until)
            changes[_node.LogEnd++].Do(_node.Data);
        if (_node.LogEnd < changes.Count) Poke();
    }

    private bool CanReach() =>
        Source.Node.IsUp && Source.Node.Id == Source && _node.World.Network.Reaches(_node.Place, Source.Node.Place);

    private void Later(long delayUs, Action action)
    {
        int incarnation = _node.Incarnation;
        _node.World.Agenda.After(delayUs, () =>
        {
            if (!_isStopped && _node.Incarnation == incarnation && _node.IsUp) action();
        });
    }
}
