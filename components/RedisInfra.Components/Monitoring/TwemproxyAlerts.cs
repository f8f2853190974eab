using System.Collections.Immutable;

namespace RedisInfra.Components.Monitoring;

/// <summary>The alerts of proxies: what nutcracker counts, by the names that the proxies' exporter gives it.</summary>
internal static class TwemproxyAlerts
{
    /// <summary>What Prometheus fills in.</summary>
    private const string Pod = "{{ $labels.pod }}";
    private const string Pool = "{{ $labels.pool }}";
    private const string Server = "{{ $labels.server }}";

    /// <param name="name">The component's.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="series">What picks their series.</param>
    /// <param name="proxies">How many there are to be.</param>
    /// <param name="ejects">Whether they leave out shards that fail.</param>
    public static ImmutableArray<AlertRule> Of(string name, string ns, string series, int proxies, bool ejects)
    {
        var rules = Proxies(name, ns, series, proxies).Concat(Shards(ns, series));
        return [.. ejects ? rules.Append(Ejection(ns, series)) : rules];
    }

    private static IEnumerable<AlertRule> Proxies(string name, string ns, string series, int proxies) =>
    [
        new(
            "TwemproxyDown", $"nutcracker_up{series} == 0", "1m", AlertSeverity.Critical,
            $"nutcracker in pod {Pod} doesn't answer",
            "It has ended, or none of its pools may be served: it waits for what the shards say. kubectl "
                + $"-n {ns} logs {Pod} -c nutcracker says which, and for whom it waits."),
        new(
            "TwemproxyNotScraped", $"up{series} == 0", "5m", AlertSeverity.Warning,
            $"The exporter of the proxy {Pod} can't be reached",
            $"Nothing is known of this proxy. Look at kubectl -n {ns} describe pod {Pod}: the exporter's container "
                + "may be failing, its image may lack perl, or a NetworkPolicy keeps Prometheus away from port 9122."),
        new(
            "TwemproxyProxiesMissing", $"(count(nutcracker_up{series} == 1) or vector(0)) < {proxies}", "5m",
            AlertSeverity.Critical,
            $"{name} has fewer than {proxies} proxies that serve",
            $"Look at kubectl -n {ns} get pods -l app.kubernetes.io/name=twemproxy,app.kubernetes.io/instance={name}: "
                + "those that are Pending wait for a node, those that restart say why in their logs. Nobody may be "
                + "scraping, too."),
    ];

    private static IEnumerable<AlertRule> Shards(string ns, string series) =>
    [
        new(
            "TwemproxyShardFailing",
            $"increase(nutcracker_server_err_total{series}[5m]) > 0 "
                + $"or increase(nutcracker_server_timedout_total{series}[5m]) > 0",
            "5m", AlertSeverity.Warning,
            $"The proxy {Pod} fails to reach the shard {Server} of {Pool}, again and again",
            "Its connections are refused or take longer than the pool's timeout. Look at the shard (kubectl "
                + $"-n {ns} get pods): it may be down, loading, or busy with one long command (SLOWLOG GET)."),
        new(
            "TwemproxyRequestsFail", $"rate(nutcracker_forward_error_total{series}[5m]) > 0", "2m",
            AlertSeverity.Critical,
            $"The proxy {Pod} answers requests to {Pool} with errors",
            "It can't forward them: the shard that has their keys is away. The dashboard's errors of shards say which; "
                + $"bring its pod back (kubectl -n {ns} get pods)."),
    ];

    private static AlertRule Ejection(string ns, string series) => new(
        "TwemproxyShardLeftOut", $"increase(nutcracker_server_ejects_total{series}[5m]) > 0", "0m",
        AlertSeverity.Critical,
        $"The proxy {Pod} has left out a shard of {Pool}",
        "Its keys are looked for at other shards meanwhile, which don't have them, and what is written there is lost "
            + $"to clients when it is back. Look at the shards (kubectl -n {ns} get pods); without ejection such "
            + "requests fail instead.");
}
