using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Whether somebody else moves slots right now. Open slots alone don't tell: a run that was killed leaves them as well.
/// But nobody counts on as long as nothing is sent.
/// </summary>
internal static class ForeignMoveCheck
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(600);

    /// <summary>The calls that only somebody who moves slots makes.</summary>
    private static readonly string[] s_calls = ["cmdstat_migrate", "cmdstat_cluster|setslot"];

    /// <summary>Looks twice, and only when a slot is open.</summary>
    /// <exception cref="DiagnosticException">Somebody else is at it.</exception>
    public static async Task RefuseAsync(
        INodes nodes, string cluster, ObservedCluster observed, CancellationToken cancellationToken)
    {
        var masters = observed.Live.Where(view => view.Self.IsMaster).ToList();
        if (masters.All(view => view.Self.OpenSlots.IsEmpty)) return;
        var before = await CallsAsync(nodes, masters, cancellationToken);
        await Task.Delay(s_betweenLooks, nodes.Time, cancellationToken);
        var after = await CallsAsync(nodes, masters, cancellationToken);
        for (int i = 0; i < masters.Count; i++)
        {
            if (after[i] <= before[i]) continue;
            string slots = string.Join(", ", masters.SelectMany(view => view.Self.OpenSlots)
                .Select(open => open.Slot).Distinct().Order().Take(5));
            throw new DiagnosticException(new Diagnostic("RI3252", $"Redis Cluster \"{cluster}\"",
                $"slots are open ({slots}) and {masters[i].Member.Name} was just told to move some, not by this run",
                "two that move slots at the same time can lose keys",
                "Let the other one end, or end it, and run again"));
        }
    }

    private static async Task<long[]> CallsAsync(
        INodes nodes, IEnumerable<NodeView.Live> masters, CancellationToken cancellationToken) =>
        await Task.WhenAll(masters.Select(async view =>
        {
            var replies = await nodes.ExecuteAsync(
                view.Member, [RespCommand.Of("INFO", "commandstats")], cancellationToken);
            var info = InfoText.Parse(replies[0].Text);
            return s_calls.Sum(name => Calls(info.Text(name)));
        }));

    private static long Calls(string text)
    {
        const string Start = "calls=";
        if (!text.StartsWith(Start, StringComparison.Ordinal)) return 0;
        int comma = text.IndexOf(',');
        return long.TryParse(text.AsSpan(Start.Length, (comma < 0 ? text.Length : comma) - Start.Length),
            System.Globalization.CultureInfo.InvariantCulture, out long calls) ? calls : 0;
    }
}
