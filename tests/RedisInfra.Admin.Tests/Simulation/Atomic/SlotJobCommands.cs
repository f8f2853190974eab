using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Atomic;

/// <summary>CLUSTER MIGRATION (Redis 8.4), CLUSTER MIGRATESLOTS and its like (Valkey 9).</summary>
internal static class SlotJobCommands
{
    public static RespValue? Execute(SimulatedNode node, CommandWords words, Action<RespValue> later)
    {
        _ = (node, words, later);
        return null;
    }
}
