namespace RedisInfra.Admin.Tests.Simulation.Data;

/// <summary>
/// The changes of one master, in order: its replication stream. A new one begins where a replica takes over or a
/// restart lost something, and knows what it continues.
/// </summary>
internal sealed class ChangeLog(ChangeLog? parent = null, int parentEnd = 0)
{
    public List<Change> Changes { get; } = [];

    /// <summary>What it continues, or null.</summary>
    public ChangeLog? Parent { get; } = parent;

    /// <summary>How many of the parent's changes it has.</summary>
    public int ParentEnd { get; } = parentEnd;

    /// <summary>Whether another node took over: what is still written here will be thrown away.</summary>
    public bool IsSuperseded { get; set; }

    /// <summary>The changes that this one has and a copy of the data at some point of some log hasn't.</summary>
    /// <returns>Null when the copy's log isn't an ancestor, so that nothing is known of it.</returns>
    public List<Change>? Since(ChangeLog? log, int end)
    {
        var lost = new List<Change>();
        int until = Changes.Count;
        for (var at = this; at is not null; until = at.ParentEnd, at = at.Parent)
        {
            int from = at == log ? Math.Min(end, until) : 0;
            lost.AddRange(at.Changes.GetRange(from, until - from));
            if (at == log) return lost;
        }
        return null;
    }
}
