using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>FUNCTION DUMP, RESTORE and LIST, without looking into what is dumped.</summary>
internal static class FunctionCommands
{
    /// <summary>RDB version and checksum: a dump of nothing.</summary>
    private static readonly byte[] s_footer = new byte[10];

    public static RespValue Execute(SimulatedNode node, CommandWords words)
    {
        if (words.Is(1, "DUMP")) return RespValue.Of(RespKind.Bulk, [.. node.Functions, .. s_footer]);
        if (words.Is(1, "RESTORE"))
        {
            node.Functions = words[2][..^s_footer.Length].ToArray();
            return Replies.Ok;
        }
        if (words.Is(1, "LIST"))
        {
            return RespValue.Of(node.Functions.Length == 0
                ? []
                : [Library(Convert.ToHexStringLower(node.Functions), words.Is(2, "WITHCODE"))]);
        }
        return CommandTable.Unknown(node, words);
    }

    /// <summary>What is dumped stands for one library, whose name and code it is.</summary>
    private static RespValue Library(string text, bool withCode) => withCode
        ? Replies.Texts("library_name", text, "engine", "LUA", "library_code", text)
        : Replies.Texts("library_name", text, "engine", "LUA");
}
