using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Proxy;

/// <summary>
/// What a command's reply holds that has to be rewritten. MOVED and ASK are looked for in every reply.
/// </summary>
internal enum RewriteKind
{
    Nothing,
    ClusterNodes,
    ClusterSlots,
    ClusterShards,
    Info,

    /// <summary>From here on replies come unasked, so they can't be matched to commands any more.</summary>
    Stream,
}

/// <summary>Tells from a command what its reply holds.</summary>
internal static class RewriteKinds
{
    public static RewriteKind Of(RespValue command)
    {
        if (command.Items.Count == 0) return RewriteKind.Nothing;
        string sub = command.Items.Count > 1 ? command.Items[1].Text : "";
        return command.Items[0].Text.ToUpperInvariant() switch
        {
            "CLUSTER" => sub.ToUpperInvariant() switch
            {
                "NODES" or "SLAVES" or "REPLICAS" => RewriteKind.ClusterNodes,
                "SLOTS" => RewriteKind.ClusterSlots,
                "SHARDS" => RewriteKind.ClusterShards,
                _ => RewriteKind.Nothing,
            },
            "INFO" => RewriteKind.Info,
            "SUBSCRIBE" or "PSUBSCRIBE" or "SSUBSCRIBE" or "MONITOR" or "SYNC" or "PSYNC" => RewriteKind.Stream,
            _ => RewriteKind.Nothing,
        };
    }
}
