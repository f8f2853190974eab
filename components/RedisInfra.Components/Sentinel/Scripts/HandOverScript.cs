namespace RedisInfra.Components.Sentinel.Scripts;

/// <summary>What a member does before it stops.</summary>
internal static class HandOverScript
{
    public const string Text = """
        #!/bin/sh
        # Before the pod stops, a master hands over with writes held back until the replicas that may be promoted have
        # them all, and follows the new one at once, so no acknowledged write is lost. Who leaves can't be promoted
        # (priority 0): when a whole set goes nobody hands over to anybody, and the master stays the one with the newest
        # data.
        set -u
        self=$POD_NAME.$REDIS_DOMAIN

        """ + SetShell.Functions + """
        : > /run/redisinfra/leaving
        do_here() { redis-cli -h "$here" -p 6379 "$@" 2>/dev/null; }
        do_here CONFIG SET replica-priority 0 > /dev/null

        # Candidates, one a line with its offset: online, and not leaving. Sets role and written.
        look() {
            role=
            written=
            candidates=
            info=$(do_here INFO replication) || return 1
            while IFS=: read -r key value; do
                value=${value%"$cr"}
                case $key,$value in
                    role,*) role=$value ;;
                    master_repl_offset,*) written=$value ;;
                    slave[0-9]*,*state=online*)
                        at=${value#*ip=}
                        at=${at%%,*}
                        has=${value#*offset=}
                        case $(printf 'CONFIG GET replica-priority\n' | ask "$at" 2>/dev/null) in
                            *'
        0') ;;
                            *'
        '[1-9]*) candidates="$candidates $at:${has%%,*}" ;;
                        esac
                        ;;
                esac
            done <<INFO
        $info
        INFO
        }

        caught_up() {
            for candidate in $candidates; do [ "${candidate##*:}" -ge "$written" ] || return 1; done
        }

        let_go() { do_here CLIENT UNPAUSE > /dev/null; exit 0; }

        look || exit 0
        [ "$role" = master ] && [ -n "$candidates" ] || exit 0
        catch_up_tries=CATCH_UP_TRIES
        do_here CLIENT PAUSE PAUSE_MILLISECONDS WRITE > /dev/null
        trap let_go TERM INT
        tries=0
        until look && caught_up; do
            tries=$((tries + 1))
            if [ "$role" != master ] || [ -z "$candidates" ] || [ "$tries" -ge "$catch_up_tries" ]; then let_go; fi
            sleep 0.1
        done
        asked=
        # Whoever runs this ends it in time, and then writes go on.
        while :; do
            if [ -z "$asked" ]; then
                while read -r host; do
                    [ "$(REDISCLI_AUTH=$SENTINEL_AUTH timeout 2 redis-cli -h "$host" -p 26379 \
                        SENTINEL FAILOVER "$MASTER_NAME" 2>/dev/null)" != OK ] || { asked=yes; break; }
                done < "$set_folder/sentinels"
            fi
            # Sentinel names the new master when it is one. Until the old one follows it, its clients wait.
            hear_sentinels
            if [ -n "$named" ] && [ "$named" != "$self" ]; then
                ask_member "$named" "$named"
                if read_member "$named" && [ "$role" = master ]; then
                    do_here REPLICAOF "$named" 6379 > /dev/null
                    let_go
                fi
            fi
            sleep 0.1
        done

        """;
}
