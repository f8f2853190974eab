using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Status;

/// <summary>Asks every member of a cluster for its own view.</summary>
internal static class ClusterStatusReader
{
    public static async Task<ClusterStatus> ReadAsync(TopologyRecord record, CancellationToken cancellationToken)
    {
        if (record.Pods is not { } pods)
        {
            return await ReadAsync(record, new DirectReach(), cancellationToken);
        }

        await using var client = await KubeClient.ConnectAsync(
            new KubeTarget(pods.Kubeconfig, pods.Context), cancellationToken: cancellationToken);
        return await ReadAsync(record, new PodReach(client, pods.Namespace), cancellationToken);
    }

    internal static async Task<ClusterStatus> ReadAsync(
        TopologyRecord record, IMemberReach reach, CancellationToken cancellationToken)
    {
        await using var connections = new ClusterConnections(reach, Access(record));
        var desired = DesiredCluster.Of(record.Name, record.Members);
        var observed = await connections.ObserveAsync(desired, cancellationToken);
        return await DescribeAsync(record.Name, connections, observed, cancellationToken);
    }

    /// <summary>What views tell, and what INFO adds to it.</summary>
    internal static async Task<ClusterStatus> DescribeAsync(
        string name, ClusterConnections connections, ObservedCluster observed, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<string, InfoText>();
        foreach (var (member, info) in await Task.WhenAll(observed.Live.Select(
            view => AskInfoAsync(connections, view.Member, cancellationToken))))
        {
            if (info is not null)
            {
                facts[member] = info;
            }
        }

        var findings = ClusterHealth.Check(observed);
        return new ClusterStatus(
            name,
            findings.All(f => f.Severity != Severity.Error),
            observed.ClaimedSlots.Count,
            [.. observed.Views.Select(view => Describe(view, observed, facts, findings))],
            [.. findings.Select(f => f.ToString())]);
    }

    private static ClusterAccess Access(TopologyRecord record) => new()
    {
        User = record.Username,
        Password = record.Password,
        Tls = record.UsesTls
            ? new TlsSettings { CaCertificate = record.CaCertificate, SkipNameCheck = record.SkipsNameCheck }
            : null,
    };

    private static async Task<(string Name, InfoText? Info)> AskInfoAsync(
        ClusterConnections connections, Member member, CancellationToken cancellationToken)
    {
        try
        {
            var replies = await connections.ExecuteAsync(member, [RespCommand.Of("INFO")], cancellationToken);
            return (member.Name, InfoText.Parse(replies[0].Text));
        }
        catch (Exception lost) when (lost is RedisConnectionException or RedisErrorException)
        {
            return (member.Name, null); // it answered a moment ago: its row shows what is known
        }
    }

    private static MemberStatus Describe(
        NodeView view, ObservedCluster observed, Dictionary<string, InfoText> facts,
        IReadOnlyList<HealthFinding> findings)
    {
        var member = view.Member;
        if (view is NodeView.Silent silent)
        {
            // What it holds isn't known, and 0 would say that it holds nothing.
            return new MemberStatus(
                member.Name, "", member.Shard, null, null, null, null, "", ClusterHealth.Words(silent.Reason));
        }

        var live = (NodeView.Live)view;
        var wrong = findings.FirstOrDefault(f => f.Member == member.Name && f.Severity == Severity.Error);
        var info = facts.GetValueOrDefault(member.Name);
        var master = live.Self.Master is { } id ? observed.ById(id) : null;
        return new MemberStatus(
            member.Name, live.Self.IsMaster ? "master" : "replica", member.Shard, live.Self.Slots.Count,
            info?.KeyCount ?? live.KeyCount, info?.Number("used_memory"),
            Lag(info, master is null ? null : facts.GetValueOrDefault(master.Member.Name)),
            live.Self.IsMaster ? "" : live.IsMasterLinkUp ? "up" : "down", wrong?.What ?? "ok");
    }

    private static long? Lag(InfoText? replica, InfoText? master) =>
        replica is null || master is null
            ? null
            : Math.Max(0, master.Number("master_repl_offset") - replica.Number("slave_repl_offset"));
}
