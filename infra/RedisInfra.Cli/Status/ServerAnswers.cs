using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Status;

/// <summary>What one server that knows no others says.</summary>
/// <param name="Info">INFO; null when it doesn't answer.</param>
/// <param name="Persistence">What it writes to disk.</param>
/// <param name="Key">The key that was asked for; null when it isn't there.</param>
/// <param name="Silence">Why it doesn't answer; "" when it does.</param>
internal sealed record ServerAnswers(InfoText? Info, PersistenceWords Persistence, string? Key, string Silence)
{
    /// <summary>Asks a server.</summary>
    /// <param name="nodes">How it is reached.</param>
    /// <param name="member">The server.</param>
    /// <param name="key">A key of its database 0 whose value is wanted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ServerAnswers> AskAsync(
        INodes nodes, Member member, string key, CancellationToken cancellationToken)
    {
        try
        {
            var replies = await nodes.SendAsync(
                member,
                [RespCommand.Of("INFO"), RespCommand.Of("CONFIG", "GET", "save"), RespCommand.Of("GET", key)],
                default, cancellationToken);
            if (replies[0].IsError) return Silent(replies[0].Text);
            var info = InfoText.Parse(replies[0].Text);
            string? save = replies[1].Items is [_, var value] ? value.Text : null;
            return new ServerAnswers(
                info, PersistenceWords.Of(info, save), replies[2].IsNull || replies[2].IsError ? null : replies[2].Text,
                "");
        }
        catch (Exception lost) when (lost is RedisConnectionException or RedisErrorException)
        {
            return Silent(lost.Message);
        }
    }

    /// <summary>The pods that a selector matches, and which of them are ready.</summary>
    public static async Task<(IReadOnlyList<string> All, IReadOnlyList<string> Ready)> PodsAsync(
        KubeClient client, string place, string selector, CancellationToken cancellationToken)
    {
        var pods = await client.ListAsync("v1", "Pod", place, new KubeSelector(Labels: selector), cancellationToken);
        return ([.. pods.Items.Select(PodFacts.Name)], [.. pods.Items.Where(PodFacts.IsReady).Select(PodFacts.Name)]);
    }

    private static ServerAnswers Silent(string why) => new(null, new(false, ""), null, why);
}
