using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Formation;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Formation;

/// <summary>Carries single steps out. Each may be repeated.</summary>
internal sealed class FormationExecutor(INodes nodes, DesiredCluster desired, FormerOptions options)
{
    private readonly ConcurrentDictionary<string, string[]> _addresses = new(StringComparer.Ordinal);

    /// <summary>The steps of one phase: members side by side, each member's steps in their order.</summary>
    public async Task RunPhaseAsync(
        ObservedCluster observed, IEnumerable<FormationStep> steps, Action<FormationStep> done,
            CancellationToken cancellationToken)
    {
        var members = steps.GroupBy(step => step.Target?.Name ?? "");
        await Task.WhenAll(members.Select(async group =>
        {
            foreach (var step in group)
            {
                await RunAsync(observed, step, cancellationToken);
                done(step);
            }
        }));
    }

    private Task RunAsync(ObservedCluster observed, FormationStep step, CancellationToken cancellationToken) =>
        step switch
    {
        FormationStep.SetConfig set => SendAsync(set.Member, cancellationToken,
            "CONFIG", "SET", set.Parameter, set.Value.ToString(CultureInfo.InvariantCulture)),
        FormationStep.SetConfigEpoch set => SendAsync(set.Member, cancellationToken,
            "CLUSTER", "SET-CONFIG-EPOCH", set.Epoch.ToString(CultureInfo.InvariantCulture)),
        FormationStep.Reset reset => SendAsync(reset.Member, cancellationToken, "CLUSTER", "RESET", "HARD"),
        FormationStep.CopyFunctions copy =>
            FunctionLibrary.CopyAsync(nodes, copy.From, copy.Member, cancellationToken),
        FormationStep.AddSlots add => AddSlotsAsync(observed, add, cancellationToken),
        FormationStep.Meet meet => MeetAsync(observed, meet, cancellationToken),
        FormationStep.AwaitMembership => SettleAsync(Unknown, cancellationToken),
        FormationStep.Replicate replicate => SendAsync(replicate.Member, cancellationToken,
            "CLUSTER", "REPLICATE", IdOf(observed, replicate.Master).Value),
        FormationStep.AwaitAgreement => SettleAsync(Disagreement, cancellationToken),
        _ => throw new InvalidOperationException($"bug in RedisInfra: {step.GetType().Name} can't be carried out"),
    };

    private async Task SendAsync(Member member, CancellationToken cancellationToken, params string[] words) =>
        await nodes.ExecuteAsync(member, [RespCommand.Of(words)], cancellationToken);

    private async Task AddSlotsAsync(
        ObservedCluster observed, FormationStep.AddSlots add, CancellationToken cancellationToken)
    {
        bool hasRanges = observed.Of(add.Member) is { } view && !view.Version.StartsWith('6')
            && !view.Version.StartsWith('5');
        string[] words = hasRanges
            ? ["CLUSTER", "ADDSLOTSRANGE",
                .. add.Slots.Ranges.SelectMany(range => new[] { $"{range.First}", $"{range.Last}" })]
            : ["CLUSTER", "ADDSLOTS", .. add.Slots.Select(slot => $"{slot}")];
        await SendAsync(add.Member, cancellationToken, words);
    }

    private async Task MeetAsync(ObservedCluster observed, FormationStep.Meet meet, CancellationToken cancellationToken)
    {
        var addresses = await Task.WhenAll(meet.Others
            .Select(other => AddressAsync(observed, other, cancellationToken)));
        var commands = addresses.Select(address => RespCommand.Of(["CLUSTER", "MEET", .. address])).ToList();
        await nodes.ExecuteAsync(meet.Member, commands, cancellationToken);
    }

    /// <summary>Where other members reach one: IP, port and bus port. CLUSTER MEET takes no names.</summary>
    private async Task<string[]> AddressAsync(
        ObservedCluster observed, Member member, CancellationToken cancellationToken)
    {
        if (_addresses.TryGetValue(member.Name, out var known)) return known;
        var self = observed.Of(member)?.Self ?? throw new InvalidOperationException("bug in RedisInfra: no view");
        string? ip = member.GossipIp ?? await nodes.GossipIpAsync(member, cancellationToken);
        if (ip is null)
        {
            var announced = await nodes.ExecuteAsync(member,
                [RespCommand.Of("CONFIG", "GET", "cluster-announce-ip")], cancellationToken);
            ip = announced[0].Items.Count > 1 ? announced[0].Items[1].Text : "";
        }
        if (ip.Length == 0) ip = await ResolveAsync(member.Host, cancellationToken) ?? self.Ip;
        if (ip.Length == 0) throw new IOException($"nothing tells the IP of {member.Name}, which CLUSTER MEET needs");
        return _addresses[member.Name] = [ip, $"{self.Port}", $"{self.BusPort}"];
    }

    private static async Task<string?> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return found.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
                .FirstOrDefault()?.ToString();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static NodeId IdOf(ObservedCluster observed, Member member) =>
        observed.Of(member)?.Self.Id ?? throw new InvalidOperationException("bug in RedisInfra: no view");

    private async Task SettleAsync(Func<ObservedCluster, string?> unsettled, CancellationToken cancellationToken)
    {
        long start = nodes.Time.GetTimestamp();
        while (true)
        {
            string? reason = unsettled(await nodes.ObserveAsync(desired, cancellationToken));
            if (reason is null) return;
            if (nodes.Time.GetElapsedTime(start) > options.SettleTimeout) throw new TimeoutException(reason);
            await Task.Delay(options.SettlePoll, nodes.Time, cancellationToken);
        }
    }

    private static string? Unknown(ObservedCluster observed)
    {
        foreach (var silent in observed.Silent) return $"{silent.Member.Name} {ClusterHealth.Words(silent.Reason)}";
        foreach (var view in observed.Live)
        {
            var missing = observed.Live.FirstOrDefault(other => !view.Knows(other.Self.Id));
            if (missing is not null) return $"{view.Member.Name} doesn't know {missing.Member.Name}";
        }
        return null;
    }

    private static string? Disagreement(ObservedCluster observed) =>
        ClusterHealth.Check(observed, allowsEmptyShards: true)
            .FirstOrDefault(finding => finding.Severity == Severity.Error)?.ToString();
}
