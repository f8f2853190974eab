using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Migration;

/// <summary>What a reply to MIGRATE means for the keys that it named.</summary>
internal enum MigrateVerdict
{
    /// <summary>They are at the destination, or were gone before.</summary>
    Done,

    /// <summary>Some may be at both ends: the link broke or the time ran out (hazard 2).</summary>
    Ambiguous,

    /// <summary>The destination has one of them already.</summary>
    Busy,

    /// <summary>The destination can't take them now; that may pass.</summary>
    Later,

    /// <summary>It won't work however often it is tried.</summary>
    Never,
}

/// <summary>Reads replies to MIGRATE. Pure.</summary>
internal static class MigrateReplies
{
    private static readonly string[] s_later =
    [
        "TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN", "READONLY", "MOVED", "ASK", "NOREPLICAS", "BUSY ",
        "MISCONF",
    ];

    public static MigrateVerdict Judge(RespValue reply)
    {
        if (!reply.IsError) return MigrateVerdict.Done;
        string text = reply.Text;
        if (text.StartsWith("IOERR", StringComparison.Ordinal)) return MigrateVerdict.Ambiguous;
        // "ERR Target instance replied with error: BUSYKEY …"; the source's own errors begin with their code.
        if (text.Contains("BUSYKEY", StringComparison.Ordinal)) return MigrateVerdict.Busy;
        string own = text.Contains(": ", StringComparison.Ordinal) ? text[(text.IndexOf(": ",
            StringComparison.Ordinal) + 2)..] : text;
        return s_later.Any(code => own.StartsWith(code, StringComparison.Ordinal)
            || text.StartsWith(code, StringComparison.Ordinal)) ? MigrateVerdict.Later : MigrateVerdict.Never;
    }
}
