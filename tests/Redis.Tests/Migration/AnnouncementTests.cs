using System.Globalization;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>
/// What a move costs those that take no part in it. A server announces each slot whose import ends, every node then
/// compares all slots, and a window of them would stall the whole cluster for milliseconds.
/// </summary>
public sealed class AnnouncementTests
{
    private const string Pongs = "cluster_stats_messages_pong_sent:";

    [Fact]
    public async Task RunAsync_ManySlots_AreAnnouncedByWindowsNotOneByOne()
    {
        await using var cluster = await MoveCluster.StartAsync();
        var destination = cluster.Master(3);
        long before = await AnnouncedAsync(cluster, destination);

        await cluster.MoveAsync(cluster.Out);

        const int Moved = SlotRange.SlotCount / 4;
        Assert.InRange(await AnnouncedAsync(cluster, destination) - before, 1, Moved / 2);
        await cluster.AssertAtRestAsync(Moved, Moved, Moved, Moved);
    }

    private static async Task<long> AnnouncedAsync(MoveCluster cluster, Member member)
    {
        string info = (await cluster.SendAsync(member, "CLUSTER", "INFO")).Text;
        string line = info.Split("\r\n").Single(each => each.StartsWith(Pongs, StringComparison.Ordinal));
        return long.Parse(line[Pongs.Length..], CultureInfo.InvariantCulture);
    }
}
