using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Serving;

/// <summary>
/// Brings a pool whose proxies ask its servers to a ring. What to do is taken from the servers alone, so whoever runs
/// it, and however often, comes to the same end.
/// </summary>
/// <param name="nodes">The servers; nobody else may use the same connections meanwhile.</param>
/// <param name="reach">How they are reached: changes come over connections of their own.</param>
/// <param name="where">The pool, for messages.</param>
/// <param name="target">The ring that is declared.</param>
public sealed class RingServing(INodes nodes, IMemberReach reach, string where, RingPool target)
{
    /// <summary>Asks servers.</summary>
    /// <param name="known">Servers that stand as far as is known; one of them that doesn't answer is an error.</param>
    /// <param name="assumed">The ring that is served as far as is known, for when no server says anything.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DiagnosticException">A move was begun that nobody here knows, or keys are where the ring
    /// doesn't put them and no server says which ring did.</exception>
    public async Task<RingView> LookAsync(
        IReadOnlyCollection<RingServer> known, RingPool? assumed, CancellationToken cancellationToken)
    {
        var asked = Members(known);
        var fence = await RingFences.ReadAsync(target.Name, nodes, asked, cancellationToken);
        if (fence is not null)
            asked = Members(known.Concat(fence.Ring.Servers).DistinctBy(server => server.Name));
        var marks = await RingMarks.ReadAsync(nodes, asked, cancellationToken);
        var mark = marks.Select(one => one.Mark).OfType<RingMoveMark>().OrderByDescending(one => one.Phase)
            .FirstOrDefault();
        if (fence is null && assumed is not null) fence = new RingFence(0, false, assumed, null);
        if (fence is null && asked.Length > 0) await RefuseMisplacedAsync(asked, cancellationToken);
        var steps = RingCourse.Of(
            where, fence, mark?.Fingerprint, mark?.Phase ?? RingMovePhase.None, target, RingMover.FingerprintOf);
        var standing = asked.Select(member => member.Name).ToImmutableHashSet();
        // A move is noted at all servers of both its rings, so they stood when it was begun.
        if (mark is not null && fence?.Other is { } other)
            standing = standing.Union(other.Servers.Select(server => server.Name));
        return new RingView(mark?.Phase ?? RingMovePhase.None, steps) { Standing = standing };
    }

    /// <summary>What moves, counted at the servers that stand.</summary>
    /// <exception cref="DiagnosticException">A server can't be asked.</exception>
    public async Task<RingResult> PlanAsync(
        RingCourseStep.Move move, RingView view, CancellationToken cancellationToken)
    {
        var refusals = RingChecks.Refusals(move.From, move.To);
        if (!refusals.IsEmpty) return new RingResult.Refused(refusals);
        var load = await RingReader.ReadAsync(
            nodes, RingChange.Of(move.From, move.To), cancellationToken, view.Standing.Contains);
        return RingPlanner.Plan(move.From, move.To, load);
    }

    /// <summary>Does the steps, and lets proxies serve the ring.</summary>
    /// <returns>What was moved, a part for each step that moves.</returns>
    /// <exception cref="DiagnosticException">Refused; nothing was touched.</exception>
    /// <exception cref="RingMoveStoppedException">It didn't come to its end; running it again continues.</exception>
    public async Task<ImmutableArray<RingMoveOutcome>> RunAsync(
        RingView view, IRingProxies proxies, RingMoveOptions options, CancellationToken cancellationToken)
    {
        RefuseOtherThanShown(view, options.ExpectedFingerprint);
        var done = ImmutableArray.CreateBuilder<RingMoveOutcome>();
        bool isSwitched = view.Phase == RingMovePhase.Switched;
        foreach (var step in view.Steps)
        {
            switch (step)
            {
                case RingCourseStep.Move move:
                    done.Add(await MoveAsync(move, isSwitched, proxies, options, cancellationToken));
                    isSwitched = false;
                    break;
                case RingCourseStep.GiveUp up:
                    await GiveUpAsync(up, proxies, options, cancellationToken);
                    break;
                case RingCourseStep.Serve serve:
                    await ServeAsync(serve.Ring, proxies, cancellationToken);
                    break;
            }
        }

        await AffirmAsync(cancellationToken);
        return done.ToImmutable();
    }

    /// <summary>What somebody else has done already needn't have been shown.</summary>
    private void RefuseOtherThanShown(RingView view, string? expected)
    {
        if (expected is null || view.Steps.IsEmpty || view.Fingerprint == expected) return;
        throw new DiagnosticException(new Diagnostic("RI3470", where,
            $"its shards serve another ring, or have begun another move, than when the plan was shown "
                + $"({view.Fingerprint}, not {expected})",
            "what is done must be what was shown", "Preview again, look at the new plan, and run it"));
    }

    /// <summary>Servers that are new, or have lost everything, say it as well.</summary>
    private async Task AffirmAsync(CancellationToken cancellationToken)
    {
        var members = Members(target.Servers);
        var words = await Task.WhenAll(members.Select(
            member => RingFences.ReadAsync(target.Name, nodes, [member], cancellationToken)));
        var last = words.MaxBy(fence => fence?.Generation ?? 0);
        if (last is not null && words.All(fence => fence?.Generation == last.Generation)) return;
        await RingFences.SayAsync(nodes, members, last, isClosed: false, target, null, cancellationToken);
    }

    /// <summary>Keys that no ring here has put there were put there by another one.</summary>
    private async Task RefuseMisplacedAsync(ImmutableArray<Member> asked, CancellationToken cancellationToken)
    {
        if (!target.IsCertain) return;
        var change = RingChange.Of(target, target);
        var standing = asked.Select(member => member.Name).ToHashSet();
        var load = await RingReader.ReadAsync(nodes, change, cancellationToken, standing.Contains);
        long strays = load.Strays.Sum();
        if (strays == 0) return;
        throw new DiagnosticException(new Diagnostic("RI3466", where,
            $"{Amounts.Count(strays, "key")} of {Amounts.Count(load.TotalKeys)} are where this ring doesn't put them",
            "no shard says which ring did, and clients wouldn't find them",
            "Declare the ring that they were written with and run up; change it then. `ring verify` shows the keys"));
    }

    private async Task<RingMoveOutcome> MoveAsync(
        RingCourseStep.Move move, bool isSwitched, IRingProxies proxies, RingMoveOptions options,
        CancellationToken cancellationToken)
    {
        if (options.Mode == RingMoveMode.Cache && !(move.From.IsCertain && move.To.IsCertain))
        {
            // Of a random distribution nobody can say what is at a wrong place.
            await ServeAsync(move.To, proxies, cancellationToken);
            return new RingMoveOutcome(RingMoveResult.Same);
        }

        var refusals = RingChecks.Refusals(move.From, move.To);
        if (!refusals.IsEmpty) throw new DiagnosticException(refusals);
        var change = RingChange.Of(move.From, move.To);
        await NameBothAsync(move, change.Members, cancellationToken);
        var proxySwitch = new FencedSwitch(nodes, proxies, change.Members, move.From, move.To);
        if (!isSwitched) await proxySwitch.ReopenOldAsync(cancellationToken);
        var mover = new RingMover(nodes, reach, change, proxySwitch, options);
        RingMoveOutcome outcome;
        try
        {
            outcome = await mover.RunAsync(cancellationToken);
        }
        catch when (proxySwitch.HasFailedToStop)
        {
            // Those that have stopped may as well serve the old ring on.
            await proxySwitch.ReopenOldAsync(CancellationToken.None);
            throw;
        }

        if (outcome.Result == RingMoveResult.AlreadyDone)
        {
            await proxySwitch.StopOldAsync(cancellationToken);
            await proxySwitch.StartNewAsync(cancellationToken);
        }

        await ServeAsync(move.To, proxies, cancellationToken);
        return outcome;
    }

    /// <summary>
    /// Before the first key is copied servers say which two rings it is about, so that whoever continues knows.
    /// </summary>
    private async Task NameBothAsync(
        RingCourseStep.Move move, ImmutableArray<Member> members, CancellationToken cancellationToken)
    {
        var last = await RingFences.ReadAsync(move.To.Name, nodes, members, cancellationToken);
        bool isNamed = last?.Other is { } other
            && ((RingCourse.Same(last.Ring, move.From) && RingCourse.Same(other, move.To))
                || (RingCourse.Same(last.Ring, move.To) && RingCourse.Same(other, move.From)));
        if (isNamed) return;
        await RingFences.SayAsync(nodes, members, last, isClosed: false, move.From, move.To, cancellationToken);
    }

    private async Task GiveUpAsync(
        RingCourseStep.GiveUp up, IRingProxies proxies, RingMoveOptions options, CancellationToken cancellationToken)
    {
        var change = RingChange.Of(up.From, up.To);
        var mover = new RingMover(
            nodes, reach, change, new FencedSwitch(nodes, proxies, change.Members, up.From, up.To), options);
        await mover.UndoAsync(cancellationToken);
        await ServeAsync(up.From, proxies, cancellationToken);
    }

    /// <summary>Says that it may be served, also at servers that didn't know; proxies that waited begin.</summary>
    private async Task ServeAsync(RingPool ring, IRingProxies proxies, CancellationToken cancellationToken)
    {
        var members = Members(ring.Servers);
        var last = await RingFences.ReadAsync(ring.Name, nodes, members, cancellationToken);
        await RingFences.SayAsync(nodes, members, last, isClosed: false, ring, null, cancellationToken);
        if (last is { IsClosed: true }) await proxies.StartAsync(cancellationToken);
    }

    private static ImmutableArray<Member> Members(IEnumerable<RingServer> servers) =>
        [.. servers.Select((server, i) => new Member(server.Name, i, 0, server.Host, server.Port))];
}
