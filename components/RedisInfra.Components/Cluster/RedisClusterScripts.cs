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

        # Without persistence a master that is back at once is empty, and its replicas copy the emptiness.
        # So it stays away until one of them has taken over (redis.io, "Replication", Safety).
        if [ "${REDIS_RESTART_DELAY_SECONDS:-0}" -gt 0 ] && was_master; then
            printf 'A master without persistence waits %s s for a replica.\n' "$REDIS_RESTART_DELAY_SECONDS"
            sleep "$REDIS_RESTART_DELAY_SECONDS"
        fi

        if [ -f /data/nodes.conf ]; then sh /etc/redisinfra/rejoin.sh & fi
        exec redis-server "$conf"

        """;

    /// <summary>Finds the other members again after many pods have moved at once.</summary>
    public const string Rejoin = """
        #!/bin/sh
        # Tells members that this node has lost where it is now. One moved pod is found by itself: it knows the
        # others. When many move at once nobody knows anybody, because Redis stores names but never resolves them
        # (redis #15136). CLUSTER MEET from a node that is known by its id corrects its address; the names are the
        # pods' stable ones.
        set -u

        ask() { redis-cli -h 127.0.0.1 -p 6379 "$@" 2>/dev/null; }

        # Names of the peers that haven't answered since $1 (seconds). A link counts as connected while the connection
        # to an old address is still being tried, and nobody is called failing before the node timeout, so neither
        # tells that a peer was found.
        lost_peers() {
            ask CLUSTER NODES | while read -r _ address flags _ _ pong _ link _; do
                case $flags in
                    *myself* | *handshake*) continue ;;
                    *fail* | *noaddr*) ;;
                    *) if [ "$link" = connected ] && [ "$pong" -gt "${1}999" ]; then continue; fi ;;
                esac
                name=${address#*,}
                [ "$name" = "$address" ] || printf '%s\n' "${name%%,*}"
            done
        }

        # The address and the id of this replica's master, as this node has it; nothing for a master.
        master_of() {
            nodes=$(ask CLUSTER NODES)
            id=$(printf '%s\n' "$nodes" | while read -r _ _ flags of _; do
                case $flags in
                    *myself*slave*) printf '%s\n' "$of" ;;
                esac
            done)
            [ -n "$id" ] || return 0
            printf '%s\n' "$nodes" | while read -r node address _; do
                [ "$node" != "$id" ] || printf '%s %s\n' "${address%%:*}" "$id"
            done
        }

        # An address learnt from gossip goes into the node table only: a replica still tries its master's old one until
        # it is told again whom it replicates. Fails while the link to the master is down.
        follow_master() {
            replication=$(ask INFO replication)
            case $replication in
                *master_link_status:down*) ;;
                *) return 0 ;;
            esac
            master=$(master_of)
            case $replication in
                *"master_host:${master% *}"[!0-9.]*) ;;
                *) [ -z "$master" ] || ask CLUSTER REPLICATE "${master#* }" >/dev/null ;;
            esac
            return 1
        }

        attempt=0
        settled=0
        since=
        meeting=
        while [ "$attempt" -lt 600 ] && [ "$settled" -lt 5 ]; do
            attempt=$((attempt + 1))
            if [ "$attempt" -lt 60 ]; then sleep 1; else sleep 10; fi
            case $(ask PING) in
                PONG) ;;
                *) continue ;;
            esac
            if [ -z "$since" ]; then
                since=$(ask TIME)
                since=${since%%[!0-9]*}
                continue
            fi
            peers=$(lost_peers "$since")
            settled=$((settled + 1))
            follow_master || settled=0
            # Trying an address that nobody has takes minutes, and every try costs this container memory.
            if [ $((attempt % 5)) -eq 0 ]; then
                # shellcheck disable=SC2086 # a list of process ids
                [ -z "$meeting" ] || kill $meeting 2>/dev/null
                meeting=
            fi
            for peer in $peers; do
                settled=0
                redis-cli -h "$peer" -p 6379 CLUSTER MEET "$POD_IP" 6379 >/dev/null 2>&1 &
                meeting="$meeting $!"
            done
        done

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
        ["rejoin.sh"] = Rejoin,
        ["ready.sh"] = Ready,
        ["live.sh"] = ShellParts.Live,
        ["stop.sh"] = Stop.Replace(
            "HANDOVER_SECONDS", $"{RedisClusterDefaults.HandoverSeconds}", StringComparison.Ordinal),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
