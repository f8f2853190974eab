namespace RedisInfra.Components.Sentinel.Scripts;

/// <summary>
/// Functions that the scripts of members and Sentinels share: POSIX sh that needs mkdir, rm, timeout and redis-cli. The
/// caller sets <c>self</c> first: its own name as the set has it.
/// </summary>
internal static class SetShell
{
    /// <summary>Asking members and Sentinels, and reading what they say.</summary>
    public const string Functions = """
        # What the scripts of members and Sentinels share. The set is listed in files, a host a line, so that another
        # size rolls no pod. The key redisinfra:master is "term NUMBER HOST": which master this data is of, the how
        # manieth. Replicas get it with the data, and it is on disk with the data, so it tells whose data is newer.
        set_folder=/etc/redisinfra-set
        answers=/tmp/redisinfra-answers.$$
        here=127.0.0.1
        cr=$(printf '\r')

        ask() { timeout 2 redis-cli -h "$1" -p 6379; }

        # HOST NAME: what a member says of itself, under the name that the set has for it.
        ask_member() {
            mkdir -p "$answers"
            ask "$1" > "$answers/$2" 2>/dev/null <<COMMANDS || :
        INFO replication
        INFO persistence
        INFO keyspace
        CONFIG GET replica-priority
        GET redisinfra:master
        ECHO complete
        COMMANDS
        }

        ask_members() {
            asking=
            while read -r host; do
                at=$host
                [ "$host" != "$self" ] || at=$here
                ask_member "$at" "$host" &
                asking="$asking $!"
            done < "$set_folder/members"
            wait_for_answers
        }

        # Not for all children: a Sentinel is one.
        wait_for_answers() {
            # shellcheck disable=SC2086 # a list of process ids
            [ -z "$asking" ] || wait $asking || :
        }

        # HOST: reads its answer. Fails when there is none, or none that says all: it is loading, or was cut off.
        read_member() {
            role=
            link=
            upstream=
            offset=0
            appends=0
            keys=0
            priority=
            term=0
            master=
            complete=
            previous=
            [ -s "$answers/$1" ] || return 1
            while IFS= read -r line; do
                line=${line%"$cr"}
                case $line in
                    role:*) role=${line#*:} ;;
                    master_host:*) upstream=${line#*:} ;;
                    master_link_status:*) link=${line#*:} ;;
                    master_repl_offset:*) offset=${line#*:} ;;
                    aof_enabled:*) appends=${line#*:} ;;
                    loading:1) return 1 ;;
                    db[0-9]*:keys=*) keys=1 ;;
                    'term '[0-9]*' '*) master=${line#term } ;;
                    LOADING\ * | BUSY\ * | MASTERDOWN\ * | NOAUTH\ * | NOPERM\ * | WRONGPASS\ * | ERR\ *) return 1 ;;
                    complete) complete=yes ;;
                esac
                [ "$previous" != replica-priority ] || priority=$line
                previous=$line
            done < "$answers/$1"
            [ -n "$complete" ] && [ -n "$role" ] || return 1
            [ -z "$master" ] || term=${master%% *}
            master=${master#* }
        }

        # Asks the Sentinels but this one. Of what they say the highest epoch counts: named, epoch, flags; heard is how
        # many watch a master, known how many replicas one of them knows of at most.
        hear_sentinels() {
            heard=0
            known=0
            sentinels=0
            named=
            epoch=0
            flags=
            asking=
            mkdir -p "$answers"
            while read -r host; do
                sentinels=$((sentinels + 1))
                if [ "$host" = "$self" ]; then
                    rm -f "$answers/$host"
                    continue
                fi
                REDISCLI_AUTH=$SENTINEL_AUTH timeout 2 redis-cli -h "$host" -p 26379 SENTINEL MASTER "$MASTER_NAME" \
                    > "$answers/$host" 2>/dev/null &
                asking="$asking $!"
            done < "$set_folder/sentinels"
            wait_for_answers
            while read -r host; do
                hear "$answers/$host"
            done < "$set_folder/sentinels"
        }

        hear() {
            [ -s "$1" ] || return 0
            its_master=
            its_epoch=
            its_flags=
            its_known=0
            while IFS= read -r key && IFS= read -r value; do
                value=${value%"$cr"}
                case ${key%"$cr"} in
                    ip) its_master=$value ;;
                    config-epoch) its_epoch=$value ;;
                    flags) its_flags=$value ;;
                    num-slaves) its_known=$value ;;
                esac
            done < "$1"
            case $its_epoch in '' | *[!0-9]*) return 0 ;; esac
            heard=$((heard + 1))
            [ "$its_known" -le "$known" ] || known=$its_known
            if [ -z "$named" ] || [ "$its_epoch" -gt "$epoch" ]; then
                named=$its_master
                epoch=$its_epoch
                flags=$its_flags
            fi
        }

        # The master that the members know: the one of the highest term among those that say that they are one. With
        # "noted" only one whose own data names it.
        find_master() {
            found=
            found_term=-1
            while read -r host; do
                read_member "$host" || continue
                [ "$role" = master ] || continue
                [ "$master" = "$host" ] || [ "$1" = any ] || continue
                [ "$term" -gt "$found_term" ] || continue
                found=$host
                found_term=$term
            done < "$set_folder/members"
        }

        """;
}
