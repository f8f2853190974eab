using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Sentinel;

/// <summary>HAProxy's configuration. Who is the master is asked of each member twice a second: writers wait so long.
/// </summary>
internal static class HaProxyConfig
{
    /// <summary>redis-cli isn't in HAProxy's image, so the lengths of RESP are the shell's work.</summary>
    private const string Start = """
        #!/bin/sh
        # HAProxy takes the password out of the environment, so it is in no file. RESP wants its length: a password in
        # an inline command would be read with its quotes.
        set -eu
        export REDIS_AUTH_LENGTH="${#REDISCLI_AUTH}"
        exec haproxy -db -f /etc/redisinfra/haproxy.cfg

        """;

    private const string Stop = """
        #!/bin/sh
        # Serves on until the Services on all nodes have stopped to send new connections here.
        sleep DRAIN_SECONDS

        """;

    private const string Head = """
        # As many connections as the files that the node allows are good for, within reason.
        global
            log stdout format raw local0 notice
            fd-hard-limit 20000

        # Names are looked up again all the time: a pod has another address after each start.
        resolvers kubernetes
            parse-resolv-conf
            resolve_retries 3
            timeout resolve 1s
            timeout retry 1s
            hold valid 1s
            hold nx 1s
            hold other 1s
            hold refused 1s
            hold timeout 1s
            hold obsolete 1s

        # Clients may wait for a message for as long as they like.
        defaults
            mode tcp
            log global
            option clitcpka
            option srvtcpka
            timeout connect 2s
            timeout client 24h
            timeout server 24h
            timeout check 2s
            default-server check inter 500ms fastinter 100ms fall 2 rise 1 on-marked-down shutdown-sessions
            default-server resolvers kubernetes resolve-prefer ipv4 init-addr none

        frontend write
            bind :WRITE_PORT
            default_backend master

        frontend read
            bind :READ_PORT
            use_backend replicas if { nbsrv(replicas) gt 0 }
            default_backend master

        frontend live
            mode http
            timeout client 5s
            bind :LIVE_PORT
            monitor-uri /live

        frontend ready
            mode http
            timeout client 5s
            bind :READY_PORT
            monitor-uri /ready
            acl no_master nbsrv(master) lt 1
            acl no_replica nbsrv(replicas) lt 1
            monitor fail if no_master no_replica

        """;

    /// <summary>QUIT ends the reply, so that one without the line is no wait.</summary>
    private const string Check = """
            option tcp-check
            tcp-check connect
            tcp-check send "*2\r\n\$4\r\nAUTH\r\n\$${REDIS_AUTH_LENGTH}\r\n${REDISCLI_AUTH}\r\n"
            tcp-check expect string +OK
            tcp-check send "INFO replication\r\nQUIT\r\n"

        """;

    public static ImmutableSortedDictionary<string, string> Scripts { get; } = new Dictionary<string, string>
    {
        ["start.sh"] = Start,
        ["stop.sh"] = Stop.Replace(
            "DRAIN_SECONDS", SentinelDefaults.ProxyDrainSeconds.ToString(CultureInfo.InvariantCulture),
            StringComparison.Ordinal),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <param name="pods">The members.</param>
    /// <param name="domain">Of their names.</param>
    public static string Render(IReadOnlyList<string> pods, string domain)
    {
        var text = new StringBuilder(Head
            .Replace("WRITE_PORT", Number(RedisClusterDefaults.Port), StringComparison.Ordinal)
            .Replace("READ_PORT", Number(SentinelDefaults.ReadPort), StringComparison.Ordinal)
            .Replace("LIVE_PORT", Number(SentinelDefaults.LivePort), StringComparison.Ordinal)
            .Replace("READY_PORT", Number(SentinelDefaults.ReadyPort), StringComparison.Ordinal));
        text.Append("\nbackend master\n").Append("    balance first\n").Append(Check)
            .Append("    tcp-check expect string role:master\n");
        Servers(text, pods, domain);
        text.Append("\nbackend replicas\n").Append("    balance leastconn\n").Append(Check)
            .Append("    tcp-check expect string master_link_status:up\n");
        Servers(text, pods, domain);
        return text.ToString();
    }

    private static void Servers(StringBuilder text, IEnumerable<string> pods, string domain)
    {
        foreach (var pod in pods)
            text.Append(CultureInfo.InvariantCulture, $"    server {pod} {pod}.{domain}:{RedisClusterDefaults.Port}\n");
    }

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
