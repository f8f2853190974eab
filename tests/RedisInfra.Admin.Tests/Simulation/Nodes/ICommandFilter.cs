using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>Stands between an executor and a node.</summary>
internal interface ICommandFilter
{
    /// <summary>The reply that is given instead, or null to let the node answer.</summary>
    RespValue? Answer(SimulatedNode node, Commands.CommandWords words);
}
