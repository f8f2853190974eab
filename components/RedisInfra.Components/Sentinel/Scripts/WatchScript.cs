namespace RedisInfra.Components.Sentinel.Scripts;

/// <summary>What a member does besides serving: it finds out whom it follows, and notes whose data it has.</summary>
internal static class WatchScript
{
    public const string Text = """
        #!/bin/sh
        # Finds out whom this member follows, and notes whose data it has. Sentinels have the say where most of them
        # know a master. Where none does, because all were away at once, the members compare their data and the one with
        # the newest becomes the master by itself. An empty member never does where another has data, and a set that is
        # empty altogether forms when all members are there.
        set -u
        self=$POD_NAME.$REDIS_DOMAIN

        """ + SetShell.Functions + """
        waited=0
        tick=0
        unnamed=0
        refused=0
        raised=

        say() { printf 'watch: %s\n' "$*"; }

        do_here() { redis-cli -h "$here" -p 6379 "$@" 2>&1; }

        note_term() {
            [ "$(do_here SET redisinfra:master "term $1 $self")" = OK ] || return 0
            say "master of term $1"
        }

        follow() {
            [ "$upstream" != "$1" ] || return 0
            say "follows $1: $(do_here REPLICAOF "$1" 6379)"
        }

        # A master notes its term with its data: a new one when it was made a master.
        be_master() {
            waited=0
            if [ "$master" != "$self" ]; then
                hear_sentinels
                if [ "$named" = "$self" ] && [ "$epoch" -gt "$term" ]; then
                    note_term "$epoch"
                elif [ -n "$named" ] && [ "$named" != "$self" ] && [ "$unnamed" -lt 15 ]; then
                    # The Sentinels promoted this member, and will name it when their failover is over.
                    unnamed=$((unnamed + 1))
                else
                    unnamed=0
                    [ "$term" -ge "$epoch" ] || term=$epoch
                    note_term $((term + 1))
                fi
                return 0
            fi
            [ $((tick % 5)) -eq 0 ] || return 0
            hear_sentinels
            [ $((heard * 2)) -gt "$sentinels" ] && [ "$epoch" -gt "$term" ] || return 0
            if [ "$named" = "$self" ]; then
                note_term "$epoch"
                return 0
            fi
            # Another was made the master while this one was away.
            ask_member "$named" "$named"
            if read_member "$named" && [ "$role" = master ]; then
                upstream=
                follow "$named"
            fi
        }

        # TERM KEYS WHOLE OFFSET LIVE, twice: whether the first has more.
        outranks() {
            # shellcheck disable=SC2086 # a list of numbers
            set -- $1 $2
            for _ in 1 2 3 4 5; do
                [ "$1" -le "$6" ] || return 0
                [ "$1" -ge "$6" ] || return 1
                first=$1
                shift
                set -- "$@" "$first"
            done
            return 1
        }

        # Whose data is the newest. With an append-only file the master of a term has all of it, and a server that
        # loaded one no longer knows its offset. Without, the offset tells.
        find_best() {
            best=
            best_rank=
            best_live=
            all=0
            answered=0
            while read -r host; do
                all=$((all + 1))
                read_member "$host" || continue
                answered=$((answered + 1))
                whole=0
                if [ "$keys" = 1 ] && [ "$appends" = 1 ]; then
                    if [ "$host" = "$named" ] && [ "$epoch" -gt "$term" ]; then
                        term=$epoch
                        master=$host
                    fi
                    [ "$master" != "$host" ] || whole=1
                fi
                live=1
                [ "$priority" != 0 ] || live=0
                rank="$term $keys $whole $offset $live"
                if [ -z "$best" ] || outranks "$rank" "$best_rank"; then
                    best=$host
                    best_rank=$rank
                    best_live=$live
                fi
            done < "$set_folder/members"
        }

        # The term is noted in the same breath: others follow, and Sentinels watch, whom its data names. No replica is
        # there yet, so that one write goes without.
        declare_master() {
            say "$self has the newest data ($best_rank) of $answered of $all members and becomes the master"
            read_member "$self" || return 0
            if [ "$master" != "$self" ] || { [ -n "$named" ] && [ "$named" != "$self" ]; }; then
                [ "$term" -ge "$epoch" ] || term=$epoch
                term=$((term + 1))
            fi
            needed=$(do_here CONFIG GET min-replicas-to-write)
            case $needed in *[0-9]) ;; *) return 0 ;; esac
            raised=yes
            redis-cli -h "$here" -p 6379 > /dev/null 2>&1 <<COMMANDS
        CONFIG SET replica-priority 100
        CONFIG SET min-replicas-to-write 0
        REPLICAOF NO ONE
        SET redisinfra:master "term $term $self"
        CONFIG SET min-replicas-to-write ${needed##*[!0-9]}
        COMMANDS
        }

        hand_over() {
            [ $((tick % 3)) -eq 0 ] || return 0
            while read -r host; do
                said=$(REDISCLI_AUTH=$SENTINEL_AUTH timeout 2 redis-cli -h "$host" -p 26379 \
                    SENTINEL FAILOVER "$MASTER_NAME" 2>&1)
                [ "$said" != OK ] || break
            done < "$set_folder/sentinels"
            say "$best has newer data than $self, and the Sentinels were asked to promote: $said"
        }

        # Sentinels know a master, and nobody is one.
        with_sentinels() {
            case $flags in *failover_in_progress* | *force_failover*) return 0 ;; esac
            if [ "$named" = "$self" ]; then
                [ "$answered" -eq "$all" ] || [ "$waited" -ge 10 ] || return 0
                if [ "$best" = "$self" ]; then
                    case $flags in *down*) return 0 ;; esac
                    declare_master
                elif [ "$best_live" = 1 ]; then
                    hand_over
                fi
                return 0
            fi
            # Who can be promoted leaves it to the Sentinels. They can't promote one that has just started, nor anybody
            # when the master went before it had told them of its replicas.
            [ "$best" = "$self" ] || return 0
            if [ "$best_live" = 1 ]; then
                [ "$known" -eq 0 ] || return 0
                case $flags in *down*) ;; *) return 0 ;; esac
            fi
            if [ "$answered" -eq "$all" ] || { [ "$waited" -ge 30 ] && [ $((answered * 2)) -gt "$all" ]; }; then
                declare_master
            fi
        }

        without_sentinels() {
            [ "$best" = "$self" ] || return 0
            case $best_rank in
                '0 0 '*) [ "$answered" -eq "$all" ] || return 0 ;;
            esac
            if [ "$answered" -eq "$all" ] || { [ "$waited" -ge 30 ] && [ $((answered * 2)) -gt "$all" ]; }; then
                declare_master
            fi
        }

        decide() {
            own_upstream=$upstream
            own_term=$term
            ask_members
            hear_sentinels
            find_master any
            upstream=$own_upstream
            if [ -n "$named" ] && [ "$named" != "$self" ] && read_member "$named" && [ "$role" = master ] \
                && [ "$found_term" -le "$epoch" ]; then
                found=$named
                found_term=$term
            fi
            upstream=$own_upstream
            if [ -n "$found" ] && [ "$found" != "$self" ]; then
                # It may just not have noted its term yet. If it stays so, the others formed without this member,
                # which was away, and following would delete what only it has.
                if [ "$found_term" -lt "$own_term" ]; then
                    refused=$((refused + 1))
                    [ $((refused % 30)) -ne 0 ] \
                        || say "stays off $found: its term is $found_term, here $own_term. Save /data, empty it"
                    return 0
                fi
                refused=0
                waited=0
                if [ -z "$named" ] || [ "$named" = "$found" ] || [ "$found_term" -gt "$epoch" ]; then
                    follow "$found"
                fi
                return 0
            fi
            waited=$((waited + 1))
            find_best
            [ $((waited % 10)) -ne 0 ] || say "no master: $answered of $all members, $heard of $sentinels Sentinels"
            if [ $((heard * 2)) -gt "$sentinels" ]; then with_sentinels; else without_sentinels; fi
        }

        while :; do
            sleep 1
            tick=$((tick + 1))
            [ ! -e /run/redisinfra/leaving ] || continue
            ask_member "$here" "$self"
            read_member "$self" || continue
            if [ "$role" = master ]; then
                be_master
            elif [ "$link" = up ]; then
                waited=0
                # Once: a priority of 0 that somebody else sets later is who leaves, and must stay.
                if [ -z "$raised" ]; then
                    [ "$priority" != 0 ] || do_here CONFIG SET replica-priority 100 > /dev/null
                    raised=yes
                fi
            else
                decide
            fi
        done

        """;
}
