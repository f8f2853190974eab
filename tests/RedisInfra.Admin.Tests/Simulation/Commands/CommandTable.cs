using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Atomic;
using RedisInfra.Admin.Tests.Simulation.Data;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>What a node answers to administrators.</summary>
internal static class CommandTable
{
    /// <summary>How the complaint about a command begins that the simulation doesn't know.</summary>
    public const string UnknownWords = "unknown to the simulation: ";

    /// <summary>
    /// Does a command. Null: the node is blocked and answers with <paramref name="later"/>.
    /// </summary>
    public static RespValue? Execute(SimulatedNode node, CommandWords words, Action<RespValue> later)
    {
        if (words.Is(0, "INFO")) return RespValue.Bulk(InfoText.Of(node));
        if (node.IsLoading && !words.Is(0, "CONFIG"))
            return Replies.Error("LOADING Redis is loading the dataset in memory");
        if (words.Is(0, "CLUSTER")) return ClusterCommands.Execute(node, words, later);
        if (words.Is(0, "MIGRATE")) node.MigrateCalls++;
        if (words.Is(0, "MIGRATE")) return MigrateCommand.Execute(node, words, later);
        if (words.Is(0, "CONFIG")) return ConfigCommands.Execute(node, words);
        if (words.Is(0, "FUNCTION")) return FunctionCommands.Execute(node, words);
        return Execute(node, words);
    }

    private static RespValue Execute(SimulatedNode node, CommandWords words)
    {
        if (words.Is(0, "PING")) return Replies.Simple("PONG");
        if (words.Is(0, "DBSIZE")) return RespValue.Of(node.Data.Count);
        if (words.Is(0, "ROLE")) return Role(node);
        if (words.Is(0, "EXISTS"))
        {
            int asked = SimulatedKeys.Parse(words[1]);
            return Redirections.OfClient(node, asked, isWrite: false, isAsking: false) is { } error
                ? Replies.Error(error) : RespValue.Of(node.Look(asked) is null ? 0 : 1);
        }
        if (words.Is(0, "TIME"))
        {
            var time = node.World.Time.GetUtcNow();
            return Replies.Texts($"{time.ToUnixTimeSeconds()}", $"{time.Microsecond}");
        }
        if (words.Is(0, "MEMORY") && words.Is(1, "USAGE"))
        {
            const int KeyBytes = 96;
            int key = SimulatedKeys.Parse(words[2]);
            return key >= 0 && node.Look(key) is not null ? RespValue.Of(KeyBytes) : RespValue.Null;
        }
        if (words.Is(0, "ASKING")) return Replies.Ok;
        if (words.Is(0, "UNLINK") && Strays.TryDrop(node, SimulatedKeys.Parse(words[1]))) return RespValue.Of(1);
        if (words.Is(0, "EVAL") && MigrateSlotsCommands.Cancel(node, words) is { } given) return given;
        return Forbidden(node, words) ?? Unknown(node, words);
    }

    /// <summary>What an executor must never send; the run fails.</summary>
    public static RespValue? Forbidden(SimulatedNode node, CommandWords words)
    {
        if (words.Is(0, "FLUSHALL") && IsFlushable(node))
        {
            Strays.Flush(node);
            return Replies.Ok;
        }
        bool isForbidden = words.Is(0, "FLUSHALL") || words.Is(0, "FLUSHDB") || words.Is(0, "SHUTDOWN")
            || words.Is(0, "DEL") || words.Is(0, "UNLINK") || words.Is(0, "DEBUG")
            || (words.Is(0, "CLUSTER") && (words.Is(1, "DELSLOTS") || words.Is(1, "DELSLOTSRANGE")
                || words.Is(1, "BUMPEPOCH") || words.Is(1, "FLUSHSLOTS")));
        if (!isForbidden) return null;
        node.World.Oracle.Violations.Add($"{words} was sent to {node}, which is never safe");
        return Replies.Error("ERR forbidden");
    }

    /// <summary>
    /// What is alone and empty has only files to lose; and where nobody can read or write, what others have as well may
    /// go.
    /// </summary>
    private static bool IsFlushable(SimulatedNode node) =>
        node is { IsMaster: true, View: { Myself.SlotCount: 0, Importing.Count: 0 } }
            && Strays.Keys(node).All(key => Strays.IsAtOwner(node.World, key));

    /// <summary>
    /// What no simulated server knows: an executor that takes the error for an answer would be tried out blind, so the
    /// run fails.
    /// </summary>
    public static RespValue Unknown(SimulatedNode node, CommandWords words)
    {
        node.World.Oracle.Violations.Add($"{UnknownWords}{words} was sent to {node}");
        return Replies.Error($"ERR unknown command '{words.Text(0)}'");
    }

    private static RespValue Role(SimulatedNode node)
    {
        if (node.IsMaster) return RespValue.Of([RespValue.Bulk("master"), RespValue.Of(node.LogEnd), RespValue.Of([])]);
        var master = node.View.Myself.Master!.Node;
        string link = node.Following is { IsOnline: true } ? "connected" : "connect";
        return RespValue.Of([RespValue.Bulk("slave"), RespValue.Bulk(master.Ip), RespValue.Of(master.Member.Port),
            RespValue.Bulk(link), RespValue.Of(node.LogEnd)]);
    }
}
