using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>What servers note of a move.</summary>
internal static class RingMarks
{
    public static async Task<ImmutableArray<(Member Server, RingMoveMark? Mark)>> ReadAsync(
        INodes nodes, ImmutableArray<Member> members, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(members.Select(async member =>
        {
            var replies = await nodes.ExecuteAsync(member, [RingCommands.Marked], cancellationToken);
            var fields = replies[0].Items;
            return (member, fields[0].IsNull && fields[1].IsNull ? null
                : new RingMoveMark(fields[0].Text, RingMoveStart.Read(fields[1].Text),
                    fields[2].IsNull ? "" : fields[2].Text));
        }));
        return [.. found];
    }

    /// <summary>Notes a phase everywhere; what it allows may be done when this returns.</summary>
    public static Task WriteAsync(
        RingContext context, RingMoveMark mark, Func<int, bool> gets, CancellationToken cancellationToken) =>
        Task.WhenAll(context.Members.Select(async (member, i) =>
        {
            var replies = await context.Nodes.SendAsync(member,
                [RingCommands.Mark(mark, context.Nodes.Time.GetUtcNow())], default, cancellationToken);
            if (!replies[0].IsError) return;
            // Whoever only gives may be full: that is what it gives for, and the others note it.
            if (replies[0].Text.StartsWith("OOM", StringComparison.Ordinal) && !gets(i)) return;
            throw new RedisErrorException($"HSET at {member.Name}", replies[0].Text);
        }));

    public static Task RemoveAsync(RingContext context, CancellationToken cancellationToken) =>
        Task.WhenAll(context.Members.Select(member =>
            context.Nodes.ExecuteAsync(member, [RingCommands.Unmark], cancellationToken)));
}
