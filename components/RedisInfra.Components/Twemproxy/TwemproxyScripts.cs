using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// The scripts of the proxies: POSIX sh that needs sleep, redis-cli and nutcracker. redis-cli
/// takes the password from REDISCLI_AUTH, so it is on no command line.
/// </summary>
internal static class TwemproxyScripts
{
    /// <summary>A proxy: its configuration with the password.</summary>
    public const string Render = """
        #!/bin/sh
        # Puts the password into each pool of the configuration, in memory and nowhere else.
        set -eu
        umask 077


        """ + ShellParts.Quote + """
        auth=$(quote "$REDISCLI_AUTH")
        while IFS= read -r line; do
            printf '%s\n' "$line"
            case $line in
                '  redis: true') printf '  redis_auth: %s\n' "$auth" ;;
            esac
        done < /etc/redisinfra/nutcracker.yml > /run/redisinfra/nutcracker.yml

        """;

    /// <summary>Before the proxy: whether nutcracker accepts its configuration.</summary>
    public const string Check = """
        #!/bin/sh
        # A configuration that nutcracker refuses ends here, in a pod that never gets ready: the others go on serving.
        set -eu
        sh /etc/redisinfra/render.sh
        nutcracker -t -c /run/redisinfra/nutcracker.yml

        """;

    /// <summary>The proxy.</summary>
    public const string ProxyStart = """
        #!/bin/sh
        # Runs the proxy as a child: nutcracker has no handler for SIGTERM (nc_signal.c), and the kernel keeps a signal
        # without one from process 1, which would then only end by SIGKILL.
        set -eu
        sh /etc/redisinfra/render.sh
        nutcracker -c /run/redisinfra/nutcracker.yml -s "$PROXY_STATS_PORT" -a 0.0.0.0 -m "$PROXY_MBUF_BYTES" \
            -p /run/redisinfra/nutcracker.pid -o '' &
        proxy=$!
        stopping=
        trap 'stopping=yes; kill "$proxy" 2>/dev/null' TERM INT
        code=0
        wait "$proxy" || code=$?
        if [ -n "$stopping" ]; then
            wait "$proxy" 2>/dev/null || :
            exit 0
        fi
        exit "$code"

        """;

    /// <summary>A proxy: says anything on each of its ports.</summary>
    public const string ProxyLive = """
        #!/bin/sh
        # Alive: answers on each of its ports. nutcracker answers PING by itself, so no shard's trouble kills a proxy.
        set -u
        for port in $PROXY_PORTS; do
            reply=$(redis-cli -h 127.0.0.1 -p "$port" PING 2>/dev/null)
            [ -n "$reply" ] || { printf 'not alive: no reply to PING on port %s\n' "$port"; exit 1; }
        done

        """;

    /// <summary>A proxy: answers on each port, and reaches Redis through one of them.</summary>
    public const string ProxyReady = """
        #!/bin/sh
        # Ready: answers on each of its ports, and Redis answers through it. nutcracker answers PING by itself, so a key
        # is read too. One shard that answers is enough: what another one lacks, all proxies lack, and to take them all
        # away would make one shard's failure the whole pool's.
        set -u

        # The reply to GET of a key that nobody has is empty; what nutcracker or Redis say of a failure isn't. The keys
        # differ at their beginnings: FNV puts those that differ at their ends only at one place of the ring.
        reaches_redis() {
            for port in $PROXY_PORTS; do
                for key in 0 1 2 3 4 5 6 7; do
                    reply=$(redis-cli -h 127.0.0.1 -p "$port" GET "$key:redisinfra:probe" 2>&1) || continue
                    [ -n "$reply" ] || return 0
                done
            done
            return 1
        }

        for port in $PROXY_PORTS; do
            pong=$(redis-cli -h 127.0.0.1 -p "$port" PING 2>&1)
            [ "$pong" = PONG ] || { printf 'not ready: port %s: %.200s\n' "$port" "$pong"; exit 1; }
        done
        reaches_redis || { printf 'not ready: no shard answers: %.200s\n' "$reply"; exit 1; }

        """;

    /// <summary>A proxy serves on while it is taken out of the Services.</summary>
    public const string ProxyStop = """
        #!/bin/sh
        # Serves on until the Services on all nodes have stopped to send new connections here.
        sleep DRAIN_SECONDS

        """;

    /// <summary>A proxy's scripts by file name.</summary>
    public static ImmutableSortedDictionary<string, string> OfProxies { get; } = new Dictionary<string, string>
    {
        ["render.sh"] = Render,
        ["check.sh"] = Check,
        ["start.sh"] = ProxyStart,
        ["ready.sh"] = ProxyReady,
        ["live.sh"] = ProxyLive,
        ["stop.sh"] = ProxyStop.Replace(
            "DRAIN_SECONDS", $"{TwemproxyDefaults.DrainSeconds}", StringComparison.Ordinal),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
