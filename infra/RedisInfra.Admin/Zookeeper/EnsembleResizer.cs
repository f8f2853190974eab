using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Zookeeper;

namespace RedisInfra.Admin.Zookeeper;

/// <summary>
/// Looks, plans, does one step, and looks again, until those vote that are to vote. Stopped anywhere it begins again by
/// looking: a step is done as a whole or not at all, and is refused when somebody else made one meanwhile.
/// </summary>
public sealed class EnsembleResizer(EnsembleAccess access, string where)
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    /// <summary>What there is, of the declared servers and those that vote.</summary>
    public async Task<EnsembleView> LookAsync(
        IReadOnlyList<ZookeeperServer> desired, CancellationToken cancellationToken)
    {
        var roles = await RolesAsync(desired, cancellationToken);
        var serving = desired.Where(server => roles[server.Id] != ZookeeperRole.None).ToList();
        var known = await Task.WhenAll(serving.Select(server => access.ConfigurationAsync(server, cancellationToken)));
        var newest = known.OfType<ZookeeperConfiguration>().MaxBy(configuration => configuration.Version);
        if (newest is null) return new EnsembleView(null, roles);
        var others = newest.Servers.Where(server => !roles.ContainsKey(server.Id)).ToList();
        foreach (var (id, role) in await RolesAsync(others, cancellationToken)) roles[id] = role;
        return new EnsembleView(newest, roles);
    }

    /// <summary>Makes the servers vote that are declared; with <paramref name="joins"/> false it only takes votes.
    /// </summary>
    /// <param name="desired">The declared servers.</param>
    /// <param name="joins">Whether servers get votes too.</param>
    /// <param name="limit">For how long nothing may come forward.</param>
    /// <param name="say">Takes each step that was done.</param>
    /// <param name="cancellationToken">Stops it after a step.</param>
    /// <returns>The steps that were done.</returns>
    /// <exception cref="DiagnosticException">It is refused, or waits for too long.</exception>
    public async Task<IReadOnlyList<ZookeeperStep>> RunAsync(
        IReadOnlyList<ZookeeperServer> desired, bool joins, TimeSpan limit, Action<string> say,
        CancellationToken cancellationToken)
    {
        var done = new List<ZookeeperStep>();
        long start = access.Time.GetTimestamp();
        string waiting = "no server tells who votes";
        while (access.Time.GetElapsedTime(start) < limit)
        {
            var view = await LookAsync(desired, cancellationToken);
            if (view.Configuration is { } now)
            {
                var plan = ZookeeperPlanner.Plan(where, now, view.Roles, desired);
                if (plan is ZookeeperPlan.Refused refused) throw new DiagnosticException(refused.Findings);
                var next = ZookeeperPlanner.Steps(now, desired).FirstOrDefault();
                if (next is null || (!joins && next is ZookeeperStep.Join)) return done;
                if (plan is ZookeeperPlan.Steps)
                {
                    var error = await access.ChangeAsync(At(now, view, next), next, now.Version, cancellationToken);
                    if (error == ZookeeperError.Ok)
                    {
                        done.Add(next);
                        say(next.ToString());
                        start = access.Time.GetTimestamp();
                        continue;
                    }

                    RefuseFor(error, next);
                    waiting = $"{next}, and the ensemble says {error?.ToString() ?? "nothing"}";
                }
                else waiting = ((ZookeeperPlan.NotReady)plan).Reason;
            }

            await Task.Delay(s_again, access.Time, cancellationToken);
        }

        throw new DiagnosticException(new Diagnostic(
            "RI3604", where, waiting,
            $"nothing came forward for {Amounts.About(limit)}, and a vote is only changed while all who stay serve",
            "See to the servers it waits for, and run up again: it continues"));
    }

    private async Task<Dictionary<int, ZookeeperRole>> RolesAsync(
        IReadOnlyList<ZookeeperServer> servers, CancellationToken cancellationToken)
    {
        var roles = await Task.WhenAll(servers.Select(server => access.RoleAsync(server, cancellationToken)));
        return servers.Zip(roles).ToDictionary(pair => pair.First.Id, pair => pair.Second);
    }

    /// <summary>The leader, unless it is the one who leaves: it would hang up before it answers.</summary>
    private static ZookeeperServer At(ZookeeperConfiguration now, EnsembleView view, ZookeeperStep step) => now.Voters
        .Where(server => server.Id != step.Server.Id)
        .MaxBy(server => view.Roles.GetValueOrDefault(server.Id))!;

    private void RefuseFor(ZookeeperError? error, ZookeeperStep step)
    {
        if (error is not (ZookeeperError.NoAuth or ZookeeperError.AuthFailed or ZookeeperError.ReconfigDisabled))
            return;
        throw new DiagnosticException(new Diagnostic(
            "RI3605", where, $"{step}, and the ensemble answers {error}",
            "it must take changes of who votes from the user super with the declared password",
            "Give the password that the pods were started with, and leave reconfigEnabled on"));
    }
}
