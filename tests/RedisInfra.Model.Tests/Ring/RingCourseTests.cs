using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

/// <summary>
/// From what servers say to the declared ring; "4>6" is a move, "4x6" one that is given up, "4" is served.
/// </summary>
public sealed class RingCourseTests
{
    [Theory]
    // Nobody says anything; then the declared ring is served, and a changed one is moved to.
    [InlineData("", "", RingMovePhase.None, 4, "4")]
    [InlineData("open 4", "", RingMovePhase.None, 4, "")]
    [InlineData("open 4", "", RingMovePhase.None, 6, "4>6")]
    // Killed before anything was noted, or after the last note was taken away.
    [InlineData("open 4 6", "", RingMovePhase.None, 6, "4>6")]
    [InlineData("open 6 4", "", RingMovePhase.None, 6, "6")]
    [InlineData("closed 4 6", "", RingMovePhase.None, 4, "4")]
    [InlineData("closed 4 6", "", RingMovePhase.None, 6, "4 4>6")]
    // Killed in between.
    [InlineData("open 4 6", "4>6", RingMovePhase.Copying, 6, "4>6")]
    [InlineData("closed 4 6", "4>6", RingMovePhase.Stopping, 6, "4>6")]
    [InlineData("closed 4 6", "4>6", RingMovePhase.Switched, 6, "4>6")]
    [InlineData("open 6 4", "4>6", RingMovePhase.Switched, 6, "4>6")]
    // And the declaration was set back, or is a third one.
    [InlineData("open 4 6", "4>6", RingMovePhase.Copying, 4, "4x6")]
    [InlineData("closed 4 6", "4>6", RingMovePhase.Stopping, 4, "4x6")]
    [InlineData("closed 4 6", "4>6", RingMovePhase.Stopping, 5, "4x6 4>5")]
    [InlineData("closed 4 6", "4>6", RingMovePhase.Switched, 4, "4>6 6>4")]
    [InlineData("open 6 4", "4>6", RingMovePhase.Switched, 5, "4>6 6>5")]
    public void Of_WhatServersSay_IsContinuedGivenUpOrBegun(
        string fence, string begun, RingMovePhase phase, int target, string steps) => Assert.Equal(
        steps,
        string.Join(' ', RingCourse.Of(
            "pool", Fence(fence), begun.Length == 0 ? null : begun, phase, Ring(target), Name).Select(Text)));

    private static string Text(RingCourseStep step) => step switch
    {
        RingCourseStep.Move move => Name(move.From, move.To),
        RingCourseStep.GiveUp up => $"{up.From.Servers.Length}x{up.To.Servers.Length}",
        _ => $"{((RingCourseStep.Serve)step).Ring.Servers.Length}",
    };

    [Theory]
    [InlineData("")]
    [InlineData("open 4")]
    [InlineData("open 4 5")]
    public void Of_AMoveThatNobodyKnows_Refused(string fence) => Assert.Equal("RI3463",
        Assert.Single(Assert.Throws<DiagnosticException>(() => RingCourse.Of(
            "pool", Fence(fence), "4>6", RingMovePhase.Copying, Ring(6), Name)).Diagnostics).Code);

    private static string Name(RingPool from, RingPool to) => $"{from.Servers.Length}>{to.Servers.Length}";

    private static RingFence? Fence(string text)
    {
        string[] words = text.Split(' ');
        return words.Length < 2 ? null : new RingFence(
            3, words[0] == "closed", Ring(int.Parse(words[1])), words.Length > 2 ? Ring(int.Parse(words[2])) : null);
    }

    private static RingPool Ring(int servers) => new("cache", [.. Enumerable.Range(0, servers)
        .Select(i => new RingServer($"cache-{i}", $"h-{i}.", 6379, 1))]);
}
