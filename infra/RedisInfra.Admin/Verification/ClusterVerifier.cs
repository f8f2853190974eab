using System.Net;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Proxy;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Verification;

/// <summary>
/// Checks that a cluster is what its users need: first from every member's own view, then as a client that writes and
/// reads on every shard.
/// </summary>
public sealed class ClusterVerifier(
    ClusterConnections connections, DesiredCluster desired, VerificationOptions? options = null)
{
    private readonly VerificationOptions _options = options ?? new VerificationOptions();

    /// <summary>Verifies until both hold or their deadlines pass.</summary>
    /// <exception cref="VerificationFailedException">What didn't hold at the end.</exception>
    public async Task<VerificationReport> VerifyAsync(CancellationToken cancellationToken)
    {
        long start = connections.Time.GetTimestamp();
        var observed = await AgreeAsync(cancellationToken);
        var stranded = await StrandedKeys.FindAsync(
            connections, $"Redis Cluster \"{desired.Name}\"", observed, desired.Members, cancellationToken);
        if (!stranded.IsEmpty) throw new VerificationFailedException(string.Join("; ", stranded));
        int shards = await UseAsync(observed, cancellationToken);
        var warnings = ClusterHealth.Check(observed);
        return new VerificationReport(observed, warnings, shards, connections.Time.GetElapsedTime(start));
    }

    /// <summary>Every member's own view, once they are healthy and agree.</summary>
    /// <exception cref="VerificationFailedException">They weren't in time.</exception>
    public async Task<ObservedCluster> AgreeAsync(CancellationToken cancellationToken)
    {
        long start = connections.Time.GetTimestamp();
        while (true)
        {
            var observed = await connections.ObserveAsync(desired, cancellationToken);
            var errors = ClusterHealth.Check(observed).Where(finding => finding.Severity == Severity.Error).ToList();
            if (errors.Count == 0) return observed;
            if (connections.Time.GetElapsedTime(start) > _options.HealthTimeout)
            {
                throw new VerificationFailedException($"RI3021 Redis Cluster \"{desired.Name}\" isn't healthy after "
                    + $"{_options.HealthTimeout.TotalSeconds:0} s: {string.Join("; ", errors.Take(6))}");
            }
            await Task.Delay(_options.Poll, connections.Time, cancellationToken);
        }
    }

    /// <summary>
    /// An old client knows no ACL users, and TLS with a private CA is set up once, by us: these go through the proxy,
    /// as
    /// everything does that comes from outside of the cluster.
    /// </summary>
    private async Task<int> UseAsync(ObservedCluster observed, CancellationToken cancellationToken)
    {
        bool direct = connections.Reach.CanReachAnnounced && connections.Access is { Tls: null, User: null };
        if (direct)
        {
            var endpoints = desired.Members.Select(member => new DnsEndPoint(member.Host, member.Port));
            var client = new ClientCheck(desired.Name, endpoints, connections.Access.Password, _options,
                connections.Time);
            return await client.RunAsync(observed, cancellationToken);
        }
        await using var proxy = AddressMappingProxy.Start(connections, observed);
        var proxied = new ClientCheck(desired.Name, proxy.Endpoints, proxy.Password, _options, connections.Time);
        return await proxied.RunAsync(observed, cancellationToken);
    }
}
