using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring;

/// <summary>
/// Looks at every key of every server: it is where the new ring puts it, and nowhere else. Changes nothing.
/// </summary>
public sealed class RingVerifier(INodes nodes, RingChange change)
{
    private const int MaxSamples = 5;

    /// <summary>
    /// Looks; servers that are only in the old ring are looked at as well, and have no key of the new one.
    /// </summary>
    /// <exception cref="Model.Diagnostics.DiagnosticException">A server can't be asked, or isn't one of a
    /// ring.</exception>
    public async Task<ImmutableArray<RingServerReport>> RunAsync(CancellationToken cancellationToken)
    {
        await RingReader.LookAsync(nodes, change.Members, cancellationToken);
        return [.. await Task.WhenAll(change.Members.Select(
            (member, index) => LookAsync(member, index, cancellationToken)))];
    }

    private async Task<RingServerReport> LookAsync(Member member, int index, CancellationToken cancellationToken)
    {
        var listing = new RingKeys(nodes, member);
        var report = new RingServerReport(member);
        while (!listing.IsDone)
        {
            var replies = await nodes.SendAsync(member, [listing.Ask()], default, cancellationToken);
            var keys = listing.Read(replies[0]).ToList();
            var wrong = keys.Select(key => (Key: key, Owner: change.NewOwner(key.Span)))
                .Where(key => key.Owner != index).ToList();
            report = report with { Keys = report.Keys + keys.Count };
            foreach (var owned in wrong.GroupBy(key => key.Owner, key => key.Key))
                report = await AskAsync(report, change.Members[owned.Key], [.. owned], cancellationToken);
        }
        return report;
    }

    /// <summary>Of keys that are at a wrong server: which are at the right one, too.</summary>
    private async Task<RingServerReport> AskAsync(RingServerReport report, Member owner,
        IReadOnlyList<ReadOnlyMemory<byte>> keys, CancellationToken cancellationToken)
    {
        var replies = await nodes.ExecuteAsync(
            owner, [.. keys.Select(key => RespCommand.OfBinary(["EXISTS"], key))], cancellationToken);
        var samples = keys.Zip(replies).Take(MaxSamples - Math.Min(MaxSamples, report.Samples.Length))
            .Select(pair => new RingWrongKey(RingKeyText.Of(pair.First.Span), owner, pair.Second.Integer > 0));
        return report with
        {
            Wrong = report.Wrong + keys.Count,
            Twice = report.Twice + replies.Count(reply => reply.Integer > 0),
            Samples = report.Samples.AddRange(samples),
        };
    }
}
