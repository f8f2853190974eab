using RedisInfra.Admin.Cluster;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>Deletes keys that a server has and isn't to have.</summary>
internal static class RingSweeper
{
    private const int KeysAtOnce = 500;

    /// <summary>Copies of an earlier run, and keys that no client of the old ring can read.</summary>
    public static Task DropStrangersAsync(RingContext context, int server, CancellationToken cancellationToken) =>
        SweepAsync(context, server, key => context.Change.OldOwner(key.Span), (_, _) => { }, cancellationToken);

    /// <summary>Keys that have moved; only when the new ring is the one that counts.</summary>
    public static Task DropMovedAsync(RingContext context, int server, CancellationToken cancellationToken) =>
        SweepAsync(context, server, key => context.Change.NewOwner(key.Span),
            (owner, keys) => context.Tally.Cleaned(server, owner, keys), cancellationToken);

    private static async Task SweepAsync(RingContext context, int server,
        Func<ReadOnlyMemory<byte>, int> ownerOf, Action<int, long> deleted, CancellationToken cancellationToken)
    {
        var member = context.Members[server];
        var listing = new RingKeys(context.Nodes, member);
        while (!listing.IsDone)
        {
            var replies = await context.Nodes.SendAsync(member, [listing.Ask()], default, cancellationToken);
            var wrong = listing.Read(replies[0]).Select(key => (Owner: ownerOf(key), Key: key))
                .Where(key => key.Owner != server).ToList();
            foreach (var chunk in wrong.GroupBy(key => key.Owner, key => key.Key)
                .SelectMany(owned => owned.Chunk(KeysAtOnce).Select(keys => (owned.Key, Keys: keys))))
            {
                long start = context.Nodes.Time.GetTimestamp();
                var gone = await context.Nodes.ExecuteAsync(
                    member, [RingCommands.Delete(chunk.Keys)], cancellationToken);
                deleted(chunk.Key, gone[0].Integer);
                await context.RestAsync(context.Nodes.Time.GetElapsedTime(start), cancellationToken);
            }
        }
    }
}
