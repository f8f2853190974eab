using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Zookeeper;

/// <summary>
/// How an ensemble gets another size: one server at a time, those that leave first, the highest number first. A server
/// gets its vote when it has the data, and loses it before its pod goes; either only while every server that stays
/// serves, so that one that fails meanwhile doesn't end the majority.
/// </summary>
public static class ZookeeperPlanner
{
    /// <param name="where">The ensemble, for messages.</param>
    /// <param name="now">Who votes.</param>
    /// <param name="roles">What each server says that it does; one that is missing doesn't answer.</param>
    /// <param name="desired">Who is to vote.</param>
    public static ZookeeperPlan Plan(
        string where, ZookeeperConfiguration now, IReadOnlyDictionary<int, ZookeeperRole> roles,
        IReadOnlyList<ZookeeperServer> desired)
    {
        var findings = Check(where, now, desired);
        if (!findings.IsEmpty) return new ZookeeperPlan.Refused(findings);
        var steps = Steps(now, desired);
        if (steps.IsEmpty) return new ZookeeperPlan.Balanced();
        return Obstacle(now, roles, steps[0]) is { } reason
            ? new ZookeeperPlan.NotReady(reason)
            : new ZookeeperPlan.Steps(steps);
    }

    /// <summary>The steps, whether they can be begun or not.</summary>
    public static ImmutableArray<ZookeeperStep> Steps(
        ZookeeperConfiguration now, IReadOnlyList<ZookeeperServer> desired)
    {
        var stays = desired.Select(server => server.Id).ToHashSet();
        var votes = now.Voters.Select(server => server.Id).ToHashSet();
        return
        [
            .. now.Servers.Where(server => !stays.Contains(server.Id)).OrderByDescending(server => server.Id)
                .Select(server => new ZookeeperStep.Leave(server)),
            .. desired.Where(server => !votes.Contains(server.Id)).OrderBy(server => server.Id)
                .Select(server => new ZookeeperStep.Join(server)),
        ];
    }

    /// <summary>The sizes that steps lead through: "5 -> 4 -> 3".</summary>
    public static string Sizes(ZookeeperConfiguration now, IEnumerable<ZookeeperStep> steps)
    {
        var sizes = new List<int> { now.Voters.Count() };
        foreach (var step in steps)
        {
            now = step.Apply(now);
            sizes.Add(now.Voters.Count());
        }

        return string.Join(" -> ", sizes);
    }

    private static ImmutableArray<Diagnostic> Check(
        string where, ZookeeperConfiguration now, IReadOnlyList<ZookeeperServer> desired)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        if (desired.Count % 2 == 0)
            found.Add(new Diagnostic(
                "RI3601", where, $"{desired.Count} servers are declared",
                "an even ensemble survives no more failures than one with a server less",
                $"Declare {desired.Count + 1} or {Math.Max(1, desired.Count - 1)}"));
        if (!now.Voters.Any(voter => desired.Any(server => server.Id == voter.Id)))
            found.Add(new Diagnostic(
                "RI3602", where, "none of the declared servers votes in it",
                "those who vote have the data, and one of them has to stay", "Declare one of them"));
        foreach (var server in desired)
        {
            var other = now.Servers.FirstOrDefault(one => one.Id == server.Id);
            if (other is not null && other.Host != server.Host)
                found.Add(new Diagnostic(
                    "RI3603", where, $"server {server.Id} is {other.Host} in it and {server.Host} is declared",
                    "one of the two would vote in the other's name", "Declare the name that it has"));
        }

        return found.ToImmutable();
    }

    /// <summary>Why a step can't be done yet; null when it can.</summary>
    private static string? Obstacle(
        ZookeeperConfiguration now, IReadOnlyDictionary<int, ZookeeperRole> roles, ZookeeperStep step)
    {
        var needed = step.Apply(now).Servers.Where(server => server.Votes);
        var missing = needed.Where(server => roles.GetValueOrDefault(server.Id) == ZookeeperRole.None).ToList();
        return missing.Count == 0
            ? null
            : $"{step}, which waits until {Amounts.List(missing.Select(one => $"server {one.Id} ({one.Pod})"), 5)} "
                + (missing.Count == 1 ? "serves" : "serve");
    }
}
