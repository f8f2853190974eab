using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Rebalancing.Reports;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Rebalancing.Reports;

public sealed class MoveEstimateTests
{
    private static readonly MoveSpeed s_speed = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), KeysPerSecond: 10, BytesPerSecond: 1000, AtOnce: 2);

    [Fact]
    public void Of_NoMoves_IsNothing() => Assert.Equal(TimeSpan.Zero, MoveEstimate.Of([], s_speed));

    [Fact]
    public void Of_AMove_AddsMoveSlotsKeysAndBytes() =>
        Assert.Equal(TimeSpan.FromSeconds(1 + 2 + 3 + 4), MoveEstimate.Of([Move("a", "b", 2, 30, 4000)], s_speed));

    [Fact]
    public void Of_MovesToOneDestination_AddUpThere() => Assert.Equal(
        TimeSpan.FromSeconds(6),
        MoveEstimate.Of([Move("a", "d", 1), Move("b", "d", 1), Move("c", "d", 1)], s_speed));

    [Fact]
    public void Of_MovesBetweenOthers_RunSideBySideAsFarAsAllowed()
    {
        SlotMove[] moves = [Move("a", "d", 1), Move("b", "e", 1), Move("c", "f", 1)];

        Assert.Equal(TimeSpan.FromSeconds(3), MoveEstimate.Of(moves, s_speed));
        Assert.Equal(TimeSpan.FromSeconds(2), MoveEstimate.Of(moves, s_speed with { AtOnce = 3 }));
    }

    [Theory]
    [InlineData(MigrationMethod.RedisImport)]
    [InlineData(MigrationMethod.ValkeyMigrateSlots)]
    public void Speed_AtomicMigration_IsFasterThanWindowsAndThoseThanGentleOnes(MigrationMethod method)
    {
        SlotMove[] moves = [Move("a", "d", 4096, 250_000, 25_000_000)];

        var atomic = MoveEstimate.Of(moves, MoveSpeed.Of(method));
        var windows = MoveEstimate.Of(moves, MoveSpeed.Of(MigrationMethod.Windows));
        var gentle = MoveEstimate.Of(moves, MoveSpeed.Of(MigrationMethod.Windows, isGentle: true));

        Assert.True(atomic < windows, $"{atomic} {windows}");
        Assert.True(windows < gentle, $"{windows} {gentle}");
    }

    private static SlotMove Move(string from, string to, int slots, long keys = 0, long bytes = 0) => new(
        new Member(from, 0, 0, "127.0.0.1", 7000), new Member(to, 1, 0, "127.0.0.1", 7001),
        SlotSet.Of(new SlotRange(0, slots - 1)), keys, bytes, "");
}
