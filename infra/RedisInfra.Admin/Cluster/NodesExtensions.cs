using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>What is asked of nodes everywhere.</summary>
public static class NodesExtensions
{
    /// <summary>Sends commands to a member; a reply that is an error is thrown.</summary>
    /// <exception cref="RedisErrorException">The first error among the replies.</exception>
    public static async Task<RespValue[]> ExecuteAsync(
        this INodes nodes, Member member, IReadOnlyList<RespCommand> commands, CancellationToken cancellationToken)
    {
        var replies = await nodes.SendAsync(member, commands, default, cancellationToken);
        for (int i = 0; i < replies.Length; i++)
        {
            if (replies[i].IsError) throw new RedisErrorException(commands[i].Name, replies[i].Text);
        }
        return replies;
    }

    /// <summary>Every member's own view, asked at the same time. Members that don't answer are among them.</summary>
    public static Task<ObservedCluster> ObserveAsync(
        this INodes nodes, DesiredCluster desired, CancellationToken cancellationToken) =>
        nodes.ObserveAsync(desired.Members, cancellationToken);

    /// <summary>The members' own views, in their order.</summary>
    public static async Task<ObservedCluster> ObserveAsync(
        this INodes nodes, IEnumerable<Member> members, CancellationToken cancellationToken)
    {
        var views = await Task.WhenAll(members.Select(member => nodes.ObserveAsync(member, cancellationToken)));
        return new ObservedCluster([.. views]);
    }

    /// <summary>One member's own view.</summary>
    public static async Task<NodeView> ObserveAsync(
        this INodes nodes, Member member, CancellationToken cancellationToken)
    {
        try
        {
            var replies = await nodes.SendAsync(member, NodeObserver.Questions, default, cancellationToken);
            return NodeObserver.Read(member, replies);
        }
        catch (Exception exception) when (NodeObserver.IsSilence(exception))
        {
            return NodeObserver.Silent(member, exception);
        }
    }
}
