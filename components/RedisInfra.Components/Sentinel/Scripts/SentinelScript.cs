using RedisInfra.Components.Common;

namespace RedisInfra.Components.Sentinel.Scripts;

/// <summary>A Sentinel.</summary>
internal static class SentinelScript
{
    public const string Text = """
        #!/bin/sh
        # Runs a Sentinel as a child. Its configuration is written anew at each start, of what the other Sentinels and
        # the members say: one that was away must not watch an old master. It is always the same Sentinel (myid), so
        # that the others don't count it twice.
        set -eu
        umask 077
        self=$POD_NAME.$REDIS_DOMAIN
        run=/run/redisinfra

        """ + SetShell.Functions + ShellParts.Quote + """

        child=
        stopping=
        trap 'stopping=yes; [ -z "$child" ] || kill "$child" 2>/dev/null || :' TERM INT

        # Fails while nobody knows a master.
        look_for_master() {
            hear_sentinels
            ask_members
            find_master noted
            if [ -n "$found" ] && [ "$found_term" -ge "$epoch" ]; then
                named=$found
                epoch=$found_term
            fi
            [ -n "$named" ]
        }

        write_configuration() {
            # What it voted for before, in an earlier container of this pod. A new pod doesn't know, and doesn't vote
            # once more in an election that may be going on.
            voted=$((epoch + 1))
            seen=$epoch
            if [ -e "$run/sentinel.conf" ]; then
                while read -r word what value rest; do
                    case "$word $what" in
                        'sentinel current-epoch') [ "$value" -le "$seen" ] || seen=$value ;;
                        'sentinel leader-epoch') [ "$rest" -le "$voted" ] || voted=$rest ;;
                    esac
                done < "$run/sentinel.conf"
            fi
            while read -r line; do
                case $line in
                    'sentinel monitor '*)
                        printf 'sentinel monitor %s %s 6379 %s\n' "$MASTER_NAME" "$named" "${line##* }"
                        printf 'sentinel auth-pass %s %s\n' "$MASTER_NAME" "$(quote "$REDISCLI_AUTH")"
                        ;;
                    *) printf '%s\n' "$line" ;;
                esac
            done < /etc/redisinfra/sentinel.conf > "$run/sentinel.conf.new"
            {
                printf 'sentinel config-epoch %s %s\n' "$MASTER_NAME" "$epoch"
                printf 'sentinel leader-epoch %s %s\n' "$MASTER_NAME" "$voted"
                printf 'sentinel current-epoch %s\n' "$seen"
                printf 'sentinel myid %s%08x\n' "$SENTINEL_ID" "${POD_NAME##*[!0-9]}"
                printf 'sentinel announce-ip %s\n' "$self"
                printf 'requirepass %s\n' "$(quote "$SENTINEL_AUTH")"
                printf 'sentinel sentinel-pass %s\n' "$(quote "$SENTINEL_AUTH")"
            } >> "$run/sentinel.conf.new"
            mv "$run/sentinel.conf.new" "$run/sentinel.conf"
        }

        # True when this Sentinel is behind: members have formed anew, and nobody told it.
        is_behind() {
            named=
            epoch=0
            heard=0
            REDISCLI_AUTH=$SENTINEL_AUTH timeout 2 redis-cli -h "$here" -p 26379 SENTINEL MASTER "$MASTER_NAME" \
                > "$answers/own" 2>/dev/null || return 1
            hear "$answers/own"
            [ -n "$named" ] || return 1
            ask_members
            find_master noted
            [ -n "$found" ] && [ "$found_term" -gt "$epoch" ]
        }

        pause() { sleep "$1" & wait $! || :; }

        tries=0
        while [ -z "$stopping" ]; do
            if ! look_for_master; then
                [ $((tries % 10)) -ne 0 ] || printf 'nobody knows a master yet\n'
                tries=$((tries + 1))
                pause 1
                continue
            fi
            printf 'watches %s (epoch %s)\n' "$named" "$epoch"
            write_configuration
            redis-server "$run/sentinel.conf" --sentinel &
            child=$!
            behind=0
            while [ -z "$stopping" ] && kill -0 "$child" 2>/dev/null && [ "$behind" -lt 3 ]; do
                pause 3
                if is_behind; then behind=$((behind + 1)); else behind=0; fi
            done
            [ "$behind" -lt 3 ] || printf 'behind: %s is the master of term %s\n' "$found" "$found_term"
            kill "$child" 2>/dev/null || :
            while kill -0 "$child" 2>/dev/null; do wait "$child" 2>/dev/null || :; done
            child=
            [ -n "$stopping" ] || pause 1
        done

        """;
}
