namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>An election that a replica is in, and a failover that somebody asked for.</summary>
internal sealed class FailoverState
{
    public long AuthUs { get; set; }

    public bool IsAuthSent { get; set; }

    public int AuthCount { get; set; }

    public int Rank { get; set; }

    public long AuthEpoch { get; set; }

    /// <summary>Until when a manual failover is tried; 0 for none.</summary>
    public long ManualUntilUs { get; set; }

    public bool CanStart { get; set; }

    /// <summary>How far the master was when it paused writes; -1 before it says.</summary>
    public long MasterOffset { get; set; } = -1;

    /// <summary>At the master: the replica that asked.</summary>
    public Nodes.Identity? Replica { get; set; }

    public void ResetManual()
    {
        (ManualUntilUs, CanStart, MasterOffset, Replica) = (0, false, -1, null);
    }
}
