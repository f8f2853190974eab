using System.Net.Sockets;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>Asks one node for its own view, in one round trip.</summary>
internal static class NodeObserver
{
    /// <summary>How many of the questions every server must answer; later ones are of newer servers.</summary>
    private const int RequiredCount = 5;

    /// <summary>What is asked, in the order that <see cref="Read"/> expects.</summary>
    public static IReadOnlyList<RespCommand> Questions { get; } =
    [
        RespCommand.Of("CLUSTER", "NODES"),
        RespCommand.Of("CLUSTER", "INFO"),
        RespCommand.Of("INFO"),
        RespCommand.Of("CONFIG", "GET", FormationDefaults.NodeTimeout),
        RespCommand.Of("CONFIG", "GET", FormationDefaults.SyncDelay),
        FunctionLibrary.Question,
        RespCommand.Of("CONFIG", "GET", RoleNote.Setting),
        RespCommand.Of("CLUSTER", "MIGRATION", "STATUS", "ALL"),
        RespCommand.Of("CLUSTER", "GETSLOTMIGRATIONS"),
        RoleNote.Question,
    ];

    /// <summary>The view that the replies tell; a member that couldn't tell enough is silent.</summary>
    public static NodeView Read(Member member, RespValue[] replies)
    {
        for (int i = 0; i < RequiredCount; i++)
        {
            if (replies[i].IsError)
                return Silent(member, new RedisErrorException(Questions[i].Name, replies[i].Text));
        }
        try
        {
            return ReadAnswers(member, replies);
        }
        catch (FormatException exception)
        {
            return new NodeView.Silent(member, SilentReason.Unreachable, exception.Message);
        }
    }

    /// <summary>What an exception says about the member.</summary>
    public static NodeView.Silent Silent(Member member, Exception exception)
    {
        var reason = exception switch
        {
            RedisErrorException { Code: "LOADING" } => SilentReason.Loading,
            RedisErrorException { Code: "NOAUTH" or "WRONGPASS" or "NOPERM" } => SilentReason.AccessDenied,
            RedisErrorException error when error.Error.Contains("without any password configured") =>
                SilentReason.AccessDenied,
            RedisErrorException error when error.Error.Contains("cluster support disabled") =>
                SilentReason.NotClustered,
            RedisConnectionException { Failure: ConnectionFailure.Tls } => SilentReason.TlsFailed,
            _ => SilentReason.Unreachable,
        };
        string detail = exception is RedisErrorException answered ? answered.Error : exception.Message;
        return new NodeView.Silent(member, reason, detail);
    }

    /// <summary>Whether an exception means "this member doesn't answer", rather than a bug or a cancellation.</summary>
    public static bool IsSilence(Exception exception) =>
        exception is RedisErrorException or RedisConnectionException or IOException or SocketException;

    private static NodeView ReadAnswers(Member member, RespValue[] replies)
    {
        var records = ClusterNodesText.Parse(replies[0].Text);
        if (records.Count(record => record.IsMyself) != 1)
            return new NodeView.Silent(member, SilentReason.Unreachable,
                "CLUSTER NODES doesn't tell which node answered");
        var state = InfoText.Parse(replies[1].Text);
        var info = InfoText.Parse(replies[2].Text);
        if (info.Number("loading") != 0)
            return new NodeView.Silent(member, SilentReason.Loading, "INFO says loading:1");
        bool isReplica = info.Text("role") == "slave";
        bool isRoleKept = RoleNote.Has(RoleNote.Template(replies[9]));
        string version = info.Text("valkey_version") is { Length: > 0 } valkey ? $"valkey {valkey}"
            : info.Text("redis_version");
        return new NodeView.Live(member, records, state.Text("cluster_state") == "ok", info.KeyCount,
            !isReplica || info.Text("master_link_status") == "up", version, Setting(replies[3]), Setting(replies[4]),
            FunctionsDigest.Of(replies[5]))
        {
            // Servers before 7.0 have no such setting: there a replica always may migrate.
            AllowsReplicaMigration = isRoleKept || replies[6].Items.Count < 2 || replies[6].Items[1].Text == "yes",
            IsRoleKept = isRoleKept,
            SlotTasks = SlotTasksText.Read(replies[7], replies[8]),
        };
    }

    private static int Setting(RespValue reply) => reply.Items.Count > 1 ? (int)reply.Items[1].Integer : 0;
}
