using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>FUNCTION LIST. No scenario has servers with different functions, so that nothing is loaded.</summary>
internal static class FunctionCommands
{
    public static RespValue Execute(SimulatedNode node, CommandWords words)
    {
        if (words.Is(1, "LIST"))
        {
            return RespValue.Of(node.Functions.Length == 0
                ? []
                : [Library(Convert.ToHexStringLower(node.Functions), words.Is(2, "WITHCODE"))]);
        }
        return CommandTable.Unknown(node, words);
    }

    /// <summary>What a node has stands for one library, whose name and code it is.</summary>
    private static RespValue Library(string text, bool withCode) => withCode
        ? Replies.Texts("library_name", text, "engine", "LUA", "library_code", text)
        : Replies.Texts("library_name", text, "engine", "LUA");
}
