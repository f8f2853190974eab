using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>Looks before anything is touched.</summary>
internal sealed class RingPreflight(RingContext context)
{
    private const int MaxDatabases = 1024;

    /// <summary>Whether everything is done already; refuses what mustn't be done.</summary>
    /// <param name="isResumed">Whether an earlier run of this move has begun, and looked at the keys.</param>
    /// <param name="doubt">What to say when it isn't certain whether one has; else null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DiagnosticException">Every reason not to begin.</exception>
    public async Task<bool> IsDoneAsync(bool isResumed, Diagnostic? doubt, CancellationToken cancellationToken)
    {
        var infos = await RingReader.LookAsync(context.Nodes, context.Members, cancellationToken);
        var load = await RingReader.ReadAsync(context.Nodes, context.Change, cancellationToken);
        context.Tally.Total = load.Moves.Values.Sum();
        if (!isResumed && load.Strays.Sum() > 0)
        {
            var reports = await new RingVerifier(context.Nodes, context.Change).RunAsync(cancellationToken);
            if (reports.All(report => report.Wrong == 0)) return true;
        }
        if (context.Options.Mode == RingMoveMode.Cache) return false;
        if (doubt is not null && load.Strays.Sum() > 0 && !context.Options.DropStrangers)
            throw new DiagnosticException(doubt);
        var refusals = RingMoveChecks.Refusals(context.Change, [.. context.Members.Zip(infos, Server)],
            isResumed ? null : load, context.Options.DropStrangers);
        if (!refusals.IsEmpty) throw new DiagnosticException(refusals);
        return false;
    }

    /// <exception cref="DiagnosticException">There are keys that the old ring doesn't put where they are.</exception>
    public async Task RefuseStraysAsync(Diagnostic why, CancellationToken cancellationToken)
    {
        var load = await RingReader.ReadAsync(context.Nodes, context.Change, cancellationToken);
        if (load.Strays.Sum() > 0) throw new DiagnosticException(why);
    }

    private static RingMoveServer Server(Model.Topology.Member member, InfoText info)
    {
        int other = Enumerable.Range(1, MaxDatabases - 1).FirstOrDefault(i => info.Text($"db{i}").Length > 0);
        return new RingMoveServer(member, info.Text("redis_version"))
        {
            MaxMemory = info.Number("maxmemory"),
            UsedMemory = info.Number("used_memory"),
            OtherDatabase = other == 0 ? null : other,
        };
    }
}
