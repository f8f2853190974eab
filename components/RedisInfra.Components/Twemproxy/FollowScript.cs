namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// How proxies find the master of a shard that has replicas. nutcracker resolves a server's name for each new
/// connection, and the C library asks the file of HOSTALIASES first: a name without dots leads to the one beside it.
/// </summary>
internal static class FollowScript
{
    /// <summary>The file of HOSTALIASES.</summary>
    public const string Aliases = "/run/redisinfra/masters";

    /// <summary>One look at the Sentinels.</summary>
    public const string Text = """
        #!/bin/sh
        # follow.sh [NUMBER]: writes to HOSTALIASES' file which server is each shard's master. The shard's Sentinel
        # NUMBER is asked first. When it names another one than is noted, more than half of the shard's Sentinels
        # (PROXY_SENTINELS, how many) have to say so; else what is noted stays: who was cut off from the others with an
        # old master changes nothing.
        set -eu
        run=/run/redisinfra
        folder=$run/follow
        first=${1:-0}
        rm -rf "$folder"
        mkdir -p "$folder"

        # The shards of the own configuration and of what is served; those with dots in their host have no replicas.
        cat /etc/redisinfra/nutcracker.yml "$run"/now/nutcracker.yml 2>/dev/null | while read -r dash server name; do
            case "$dash$server" in
                -*.*) ;;
                -*:*:*) printf '%s\n' "${server%%:*}" ;;
            esac
        done | sort -u > "$folder/shards"

        # SHARD NUMBER: the master's name, as that Sentinel of the shard has it; nothing when it doesn't answer.
        ask() {
            answer=$(timeout 2 redis-cli -h "$1-sentinel-$2.$1-sentinels.$PROXY_DOMAIN" -p 26379 --csv \
                SENTINEL GET-MASTER-ADDR-BY-NAME "$1" 2>/dev/null) || answer=
            case $answer in
                '"'*'","'*'"')
                    answer=${answer#?}
                    printf '%s\n' "${answer%%'"'*}"
                    ;;
            esac
        }

        noted_for() {
            [ -e "$run/masters" ] || return 0
            while read -r name master; do
                [ "$name" != "$1" ] || printf '%s\n' "$master"
            done < "$run/masters"
        }

        find_master() {
            noted=$(noted_for "$1")
            if [ -z "$noted" ] || [ "$(ask "$1" "$first")" != "$noted" ]; then
                number=0
                while [ "$number" -lt "$PROXY_SENTINELS" ]; do
                    ask "$1" "$number" > "$folder/$1.$number" &
                    number=$((number + 1))
                done
                wait
                sort "$folder/$1".* | uniq -c > "$folder/$1"
                while read -r votes master; do
                    [ $((votes * 2)) -le "$PROXY_SENTINELS" ] || noted=$master
                done < "$folder/$1"
            fi
            [ -z "$noted" ] || printf '%s %s\n' "$1" "$noted" > "$folder/$1.alias"
        }

        count=0
        while read -r shard; do
            find_master "$shard" &
            count=$((count + 1))
            [ $((count % 8)) -ne 0 ] || wait
        done < "$folder/shards"
        wait
        cat "$folder"/*.alias > "$folder/masters" 2>/dev/null || :
        mv "$folder/masters" "$run/masters"

        """;
}
