using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Atomic;

/// <summary>The atomic slot migrations that a node knows of; a restart or another role forgets them.</summary>
internal sealed class SlotJobs
{
    private readonly List<SlotJob> _jobs = [];

    public IReadOnlyList<SlotJob> All => _jobs;

    public void Add(SlotJob job) => _jobs.Add(job);

    public bool IsBusy => _jobs.Any(job => !job.HasEnded);

    /// <summary>Whether writes of a slot wait until its new owner is known.</summary>
    public bool IsPaused(SimulatedNode node, int slot) => Of(node, slot).Any(job => job.IsPausing);

    /// <summary>
    /// Whether the node has given a slot away without knowing it yet. When it was told to cancel the move, whoever told
    /// it so is to blame for what is lost.
    /// </summary>
    public bool IsHandedOver(SimulatedNode node, int slot) =>
        Of(node, slot).Any(job => job is { State: "completed", SourceEnd: not "cancelled" });

    public void NodeStopped(SimulatedNode node)
    {
        foreach (var job in _jobs) job.End("failed", $"{node} stopped");
        _jobs.Clear();
    }

    private IEnumerable<SlotJob> Of(SimulatedNode node, int slot) => _jobs.Count == 0 || !node.View.IsMine(slot)
        ? []
        : _jobs.Where(job => job.Source == node && job.Slots.Contains(slot)).TakeLast(1);
}
