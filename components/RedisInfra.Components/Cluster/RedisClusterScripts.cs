using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// The scripts of the ConfigMap: POSIX sh that needs redis-cli, redis-server, rm and sleep, and nothing else of it.
/// redis-cli takes the password from REDISCLI_AUTH, so it is on no command line.
/// </summary>
internal static class RedisClusterScripts
{
    /// <summary>Writes what only this pod knows, then becomes the server.</summary>
    public const string Start = """
        #!/bin/sh
        # Writes what only this pod knows (its address, the password) into memory, then becomes the server.
        set -eu
        umask 077


        """ + ShellParts.Quote + ShellParts.CarryOver + """
        # True when this node's own line in nodes.conf is that of a master with slots.
        was_master() {
            [ -f /data/nodes.conf ] || return 1
            while read -r _ _ flags _ _ _ _ _ slots; do
                case $flags in
                    *myself*master*) [ -z "$slots" ] || return 0 ;;
                esac
            done < /data/nodes.conf
            return 1
        }

        password=$(quote "$REDISCLI_AUTH")
        {
            printf 'requirepass %s\n' "$password"
            printf 'masterauth %s\n' "$password"
            printf 'cluster-announce-ip %s\n' "$POD_IP"
            printf 'cluster-announce-hostname %s\n' "$POD_NAME.$REDIS_DOMAIN"
        } > /run/redisinfra/node.conf
        carry_over

        if [ "${REDIS_RESTART_DELAY_SECONDS:-0}" -gt 0 ] && was_master; then sh /etc/redisinfra/yield.sh; fi
        if [ -f /data/nodes.conf ]; then sh /etc/redisinfra/rejoin.sh & fi
        exec redis-server "$conf"

        """;

    /// <summary>Ready for clients.</summary>
    public const string Ready = """
        #!/bin/sh
        # Ready: answers PONG. redis-cli exits 0 on an error reply too (LOADING), so the reply is read.
        # cluster_state is not asked for: before the cluster is formed, and when every pod has a new address, it is
        # "fail", and what forms and heals the cluster waits for ready pods. A replica whose link is down waits, so
        # that a rolling update goes on to its master only when the replica can take over, unless the cluster has
        # failed and must be healed first.
        set -u
        reply=$(redis-cli -h 127.0.0.1 -p 6379 <<COMMANDS
        PING
        INFO replication
        CLUSTER INFO
        COMMANDS
        ) || exit 1
        case $reply in
            PONG*) ;;
            *) printf 'not ready: %.200s\n' "$reply"; exit 1 ;;
        esac
        case $reply in
            *master_link_status:down*cluster_state:ok*) echo 'not ready: the link to the master is down'; exit 1 ;;
        esac

        """;

    /// <summary>Hands a master's shard over before the pod stops.</summary>
    public const string Stop = """
        #!/bin/sh
        # Before the pod stops, a master hands its shard to the replica that is furthest. CLUSTER FAILOVER makes the
        # master pause writes until that replica has them all, so no acknowledged write is lost and nobody waits for
        # a timeout.
        set -u
        cr=$(printf '\r')
        left=/tmp/redisinfra-leaving.$$
        : >"$left"
        trap 'rm -f "$left"' EXIT

        # Who leaves says so: such a replica is no candidate. When a whole shard goes, nobody hands over to anybody.
        # It isn't written to the configuration, so the next start is without it.
        redis-cli -h 127.0.0.1 -p 6379 CONFIG SET cluster-replica-no-failover yes >/dev/null 2>&1

        # Reads role, and the address of the online replica with the highest offset that isn't leaving.
        look() {
            role=
            ip=
            port=
            best=-1
            leaving=" $(while read -r gone; do printf '%s ' "$gone"; done <"$left")"
            info=$(redis-cli -h 127.0.0.1 -p 6379 INFO replication 2>/dev/null) || return 1
            while IFS=: read -r key value; do
                value=${value%"$cr"}
                case $key,$value in
                    role,*) role=$value ;;
                    slave[0-9]*,*state=online*)
                        offset=${value#*offset=}
                        offset=${offset%%,*}
                        host=${value#*ip=}
                        host=${host%%,*}
                        at=${value#*port=}
                        at=${at%%,*}
                        case $leaving in
                            *" $host:$at "*) continue ;;
                        esac
                        [ "$offset" -gt "$best" ] || continue
                        best=$offset
                        ip=$host
                        port=$at
                        ;;
                esac
            done <<INFO
        $info
        INFO
        }

        # Runs beside the loop: a replica that was just cut off answers nothing for a long time.
        hand_over() {
            case $(redis-cli -h "$1" -p "$2" CONFIG GET cluster-replica-no-failover 2>/dev/null) in
                *yes) printf '%s\n' "$1:$2" >>"$left" ;;
                *) redis-cli -h "$1" -p "$2" CLUSTER FAILOVER >/dev/null 2>&1 ;;
            esac
        }

        second=0
        asked=
        while [ "$second" -lt HANDOVER_SECONDS ]; do
            look || exit 0
            [ "$role" = master ] && [ -n "$ip" ] || exit 0
            # Asked again every 5 s: the first try may have met a replica that was cut off.
            if [ $((second % 5)) -eq 0 ] || [ "$asked" != "$ip:$port" ]; then
                asked=$ip:$port
                hand_over "$ip" "$port" >/dev/null 2>&1 &
            fi
            sleep 1
            second=$((second + 1))
        done

        """;

    /// <summary>Every script by its file name.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["start.sh"] = Start,
        ["rejoin.sh"] = RejoinScript.Text,
        ["yield.sh"] = YieldScript.Text,
        ["ready.sh"] = Ready,
        ["live.sh"] = ShellParts.Live,
        ["stop.sh"] = Stop.Replace(
            "HANDOVER_SECONDS", $"{RedisClusterDefaults.HandoverSeconds}", StringComparison.Ordinal),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
