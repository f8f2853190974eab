using System.Collections.Immutable;

namespace RedisInfra.Components.Monitoring;

/// <summary>What a dashboard shows of proxies.</summary>
internal static class TwemproxyPanels
{
    private const string Pod = "{{pod}}";
    private const string Pool = "{{pod}} {{pool}}";
    private const string Shard = "{{server}}";

    /// <param name="series">What picks their series.</param>
    public static ImmutableArray<Panel> Of(string series) =>
    [
        new("Proxies that serve", "short", ($"sum(nutcracker_up{series})", "serving")),
        new("Clients of proxies", "short", ($"nutcracker_client_connections{series}", Pool)),
        new("Connections that clients ended or lost", "ops", ($"rate(nutcracker_client_eof_total{series}[5m])", Pool),
            ($"rate(nutcracker_client_err_total{series}[5m])", Pool + " failed")),
        new("Requests by shard", "ops", (ByShard("requests_total", series), Shard)),
        new("Requests by proxy", "ops", ($"sum by (pod) (rate(nutcracker_requests_total{series}[5m]))", Pod)),
        new("Requests that failed", "ops", ($"rate(nutcracker_forward_error_total{series}[5m])", Pool)),
        new("Errors of shards", "ops", (ByShard("server_err_total", series), Shard),
            (ByShard("server_timedout_total", series), Shard + " took too long"),
            (ByShard("server_eof_total", series), Shard + " ended")),
        new("Shards that were left out", "ops", ($"rate(nutcracker_server_ejects_total{series}[5m])", Pool)),
        new("Requests that wait for shards", "short", ($"sum by (server) (nutcracker_in_queue{series})", Shard),
            ($"sum by (server) (nutcracker_out_queue{series})", Shard + " for a reply")),
        new("Bytes to and from shards", "Bps", (ByShard("request_bytes_total", series), Shard + " out"),
            (ByShard("response_bytes_total", series), Shard + " in")),
    ];

    private static string ByShard(string figure, string series) =>
        $"sum by (server) (rate(nutcracker_{figure}{series}[5m]))";
}
