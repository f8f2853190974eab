namespace RedisInfra.Components.Cluster;

/// <summary>
/// yield.sh: keeps an empty master away from replicas that have its data. It runs before the server. POSIX sh that
/// needs redis-cli and sleep.
/// </summary>
internal static class YieldScript
{
    public const string Text = """
        #!/bin/sh
        # Before a master that has no persistence starts again. It is empty, and its replicas would copy the emptiness
        # (redis.io, "Replication", Safety). So it stays away until one of them has taken over, or none has anything to
        # lose. When nobody is elected, because most masters went at once, the replica that is furthest is told to take
        # over: nobody knows better than this script that the master isn't running.
        set -u

        run=/run/redisinfra
        cr=$(printf '\r')

        # "id:name" of this master's replicas, as it had them last; their address where there is no name.
        replicas() {
            me=
            while read -r id _ flags _; do
                case $flags in
                    *myself*) me=$id ;;
                esac
            done </data/nodes.conf
            while read -r id address flags of _; do
                [ "$of" = "$me" ] || continue
                name=${address#*,}
                name=${name%%,*}
                if [ -z "$name" ] || [ "$name" = "$address" ]; then
                    name=${address%%@*}
                    name=${name%:*}
                fi
                printf '%s:%s\n' "$id" "$name"
            done </data/nodes.conf
        }

        # Asks all, each by a process of its own, since a name or an address may not answer at all.
        ask_all() {
            asked=
            for replica in $all; do
                redis-cli -h "${replica#*:}" -p 6379 >"$run/replica.${replica%%:*}" 2>/dev/null <<'COMMANDS' &
        CLUSTER NODES
        INFO replication
        INFO keyspace
        COMMANDS
                asked="$asked $!"
            done
            seconds=0
            while [ -n "$asked" ] && [ "$seconds" -lt 5 ]; do
                sleep 1
                seconds=$((seconds + 1))
                still=
                for one in $asked; do
                    if kill -0 "$one" 2>/dev/null; then still="$still $one"; fi
                done
                asked=$still
            done
            for one in $asked; do kill "$one" 2>/dev/null; done
            wait
            waited=$((waited + seconds))
        }

        # Sets what the replica $1 is: taken (a master), empty, gone (somebody else has its name), silent, or how far
        # its data goes.
        judge() {
            state=silent
            offset=0
            while read -r id _ flags _; do
                case $id,$flags in
                    "$1",*myself*master*) state=taken ;;
                    "$1",*myself*) state=empty ;;
                    *,*myself*) state=gone ;;
                    slave_repl_offset:*)
                        offset=${id#*:}
                        offset=${offset%"$cr"}
                        ;;
                    db0:keys=*) [ "$state" != empty ] || state=$offset ;;
                esac
            done <"$run/replica.$1"
        }

        all=$(replicas)
        waited=0
        [ -n "$all" ] || exit 0
        while [ "$waited" -lt 240 ]; do
            ask_all
            silent=
            best=
            most=-1
            for replica in $all; do
                judge "${replica%%:*}"
                case $state in
                    taken) exit 0 ;;
                    silent) silent="$silent ${replica#*:}" ;;
                    empty | gone) ;;
                    *)
                        [ "$state" -gt "$most" ] || continue
                        most=$state
                        best=${replica#*:}
                        ;;
                esac
            done
            [ -n "$best$silent" ] || exit 0
            printf 'this master has no data and waits for a replica to take over:%s%s\n' "${best:+ }$best" "$silent"
            if [ -n "$best" ] && [ "$waited" -ge "$REDIS_RESTART_DELAY_SECONDS" ]; then
                printf 'nobody was elected, so %s is told to take over\n' "$best"
                redis-cli -h "$best" -p 6379 CLUSTER FAILOVER TAKEOVER
            fi
        done
        # The startup probe would end this container soon anyway.
        [ -z "$best" ] || exit 1
        printf 'starts empty: there was no answer for %s s from%s\n' "$waited" "$silent"

        """;
}
