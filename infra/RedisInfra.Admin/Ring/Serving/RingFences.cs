using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Serving;

/// <summary>What servers say about the ring that may be served.</summary>
internal static class RingFences
{
    /// <summary>The word that counts: of the highest generation; null when none has one.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="nodes">The servers.</param>
    /// <param name="members">Those to ask.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<RingFence?> ReadAsync(
        string pool, INodes nodes, IEnumerable<Member> members, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(members.Select(async member =>
        {
            var replies = await nodes.ExecuteAsync(
                member, [RespCommand.Of("GET", RingFence.Key)], cancellationToken);
            return replies[0].IsNull ? null : RingFenceText.Read(pool, replies[0].Text);
        }));
        return found.OfType<RingFence>().OrderByDescending(fence => fence.Generation).FirstOrDefault();
    }

    /// <summary>
    /// Says at all of them what holds after <paramref name="last"/>. One that only gives keys away may have no memory
    /// left for it; the others say it.
    /// </summary>
    public static async Task SayAsync(
        INodes nodes, ImmutableArray<Member> members, RingFence? last, bool isClosed, RingPool ring, RingPool? other,
        CancellationToken cancellationToken)
    {
        string text = RingFenceText.Of(new RingFence((last?.Generation ?? 0) + 1, isClosed, ring, other));
        var full = await Task.WhenAll(members.Select(async member =>
        {
            var replies = await nodes.SendAsync(
                member, [RespCommand.Of("SET", RingFence.Key, text)], default, cancellationToken);
            if (!replies[0].IsError) return null;
            return replies[0].Text.StartsWith("OOM", StringComparison.Ordinal) ? replies[0].Text
                : throw new RedisErrorException($"SET at {member.Name}", replies[0].Text);
        }));
        // A proxy serves when half of the servers answer, so more than half have to say it.
        int refused = full.OfType<string>().Count();
        if (refused * 2 >= members.Length)
        {
            throw new RedisErrorException(
                string.Create(CultureInfo.InvariantCulture, $"SET at {refused} of {members.Length} servers"),
                full.OfType<string>().First());
        }
    }
}
