using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Atomic;

/// <summary>The atomic slot migrations that a node knows of.</summary>
internal sealed class SlotJobs
{
    public void NodeStopped(SimulatedNode node) => _ = node;
}
