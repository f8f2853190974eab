namespace RedisInfra.Components.Common;

/// <summary>Parts of scripts that several components have: POSIX sh, and nothing else of the image.</summary>
internal static class ShellParts
{
    /// <summary>The function <c>quote</c>: its argument in double quotes, as redis.conf and YAML read it.</summary>
    public const string Quote = """
        # Quotes a value for redis.conf with nothing but the shell.
        quote() {
            rest=$1
            quoted=
            while [ -n "$rest" ]; do
                tail=${rest#?}
                char=${rest%"$tail"}
                case $char in
                    \\ | \") quoted="$quoted\\$char" ;;
                    *) quoted="$quoted$char" ;;
                esac
                rest=$tail
            done
            printf '"%s"' "$quoted"
        }


        """;

    /// <summary>
    /// The function <c>exporter_user</c>: the exporter's line of /run/redisinfra/node.conf, where there is an exporter.
    /// It comes after <see cref="Quote"/>. Every command here is one that redis_exporter sends, with CONFIG left out:
    /// CONFIG GET tells the password of everybody.
    /// </summary>
    public const string ExporterUser = """
        # The user of an exporter sees figures: no key, no channel, no setting.
        exporter_user() {
            [ -n "${REDIS_EXPORTER_PASSWORD:-}" ] || return 0
            printf 'user exporter reset on %s resetkeys resetchannels -@all +info +cluster|info +client|setname' \
                "$(quote ">$REDIS_EXPORTER_PASSWORD")"
            printf ' +slowlog|len +slowlog|get +latency|latest +latency|histogram\n'
        }


        """;

    /// <summary>
    /// The same function for a Sentinel's configuration, with what redis_exporter sends to Sentinels.
    /// </summary>
    public const string SentinelExporterUser = """
        # The user of an exporter sees what a Sentinel watches, and changes nothing.
        exporter_user() {
            [ -n "${REDIS_EXPORTER_PASSWORD:-}" ] || return 0
            printf 'user exporter reset on %s resetkeys resetchannels -@all +info +client|setname' \
                "$(quote ">$REDIS_EXPORTER_PASSWORD")"
            printf ' +sentinel|masters +sentinel|ckquorum +sentinel|sentinels +sentinel|slaves\n'
        }


        """;

    /// <summary>A Sentinel's start.sh that makes the exporter's user besides: at the end of its configuration.
    /// </summary>
    public static string WithSentinelExporterUser(string start)
    {
        const string function = "\nwrite_configuration() {\n";
        const string end = "\n    } >> \"$run/sentinel.conf.new\"\n";
        string defined = Before(start, function, "\n" + SentinelExporterUser.TrimEnd('\n') + "\n");
        return Before(defined, end, "\n        exporter_user");
    }

    /// <summary>A start.sh that makes the exporter's user besides: before it calls carry_over.</summary>
    public static string WithExporterUser(string start)
    {
        const string place = "\ncarry_over\n";
        const string call = "exporter_user >> /run/redisinfra/node.conf";
        return Before(start, place, "\n" + ExporterUser + call);
    }

    /// <summary>Where the Secret with the lines of ACL users is mounted.</summary>
    public const string UsersFolder = "/etc/redisinfra-users";

    /// <summary>A start.sh that makes the declared ACL users besides: before it calls carry_over.</summary>
    public static string WithUsers(string start) => WithUsers(start, "\ncarry_over\n", "/run/redisinfra/node.conf", "");

    /// <param name="start">The script.</param>
    /// <param name="place">Before which part of it the configuration is to have them.</param>
    /// <param name="file">The configuration, as the script calls it.</param>
    /// <param name="indent">What the script's lines there begin with.</param>
    public static string WithUsers(string start, string place, string file, string indent)
    {
        var lines = $"""

            {indent}# The declared users, with digests of their passwords.
            {indent}while IFS= read -r user; do printf '%s\n' "$user"; done \
            {indent}    < {UsersFolder}/users >> {file}
            """;
        return Before(start, place, lines);
    }

    private static string Before(string script, string place, string lines) =>
        script.Contains(place, StringComparison.Ordinal)
            ? script.Replace(place, lines + place, StringComparison.Ordinal)
            : throw new InvalidOperationException($"bug in RedisInfra: a script has no place before:{place}");

    /// <summary>
    /// The function <c>carry_over</c>: after a change of persistence the data is written as it is to be read. It comes
    /// after /run/redisinfra/node.conf is written, and before the server starts.
    /// </summary>
    public const string CarryOver = """
        # Redis reads the append-only file where there is to be one, else the snapshot, and never the other. After a
        # change of persistence it would start empty, or with what is long over. So a server that only this script can
        # reach reads what was kept, as it was kept, and writes it as it is to be kept. Killed anywhere, the next start
        # does it again. Probes get an answer meanwhile: it is alive, and not ready.
        conf=/etc/redisinfra/redis.conf
        files=/data/appendonlydir
        manifest=$files/appendonly.aof.manifest
        ask() { REDISCLI_AUTH=carrying-over redis-cli -h 127.0.0.1 -p 6379 "$@" 2>/dev/null || :; }
        fail() { printf 'the data was not carried over: %s\n' "$1" >&2; kill "$server" 2>/dev/null || :; exit 1; }

        # Its argument: whether there was an append-only file.
        serve_alone() {
            printf 'carrying the data over to another persistence; there was an append-only file: %s\n' "$1"
            redis-server "$conf" --bind 127.0.0.1 --requirepass carrying-over \
                --cluster-enabled no --appendonly "$1" --save '' &
            server=$!
            until [ "$(ask PING)" = PONG ]; do
                kill -0 "$server" 2>/dev/null || fail 'the server ended'
                sleep 1
            done
        }

        end_alone() {
            ask SHUTDOWN NOSAVE > /dev/null
            wait "$server" || fail 'the server did not end well'
        }

        snapshot_to_file() {
            serve_alone no
            [ "$(ask CONFIG SET appendonly yes)" = OK ] || fail 'no append-only file can be made'
            until [ -s "$manifest" ]; do
                case $(ask INFO persistence) in
                    *aof_last_bgrewrite_status:err*) fail 'the append-only file could not be written' ;;
                esac
                kill -0 "$server" 2>/dev/null || fail 'the server ended'
                sleep 1
            done
            end_alone
        }

        file_to_snapshot() {
            serve_alone yes
            [ "$(ask SAVE)" = OK ] || fail 'the snapshot could not be written'
            end_alone
            rm -r "$files"
        }

        carry_over() {
            appendonly=no
            save=
            while read -r word value; do
                case $word in
                    appendonly) appendonly=$value ;;
                    save) save=$value ;;
                esac
            done < "$conf"
            if [ "$appendonly" = yes ] && [ ! -e "$manifest" ] && [ -s /data/dump.rdb ]; then
                snapshot_to_file
            elif [ "$appendonly" = no ] && [ "$save" != '""' ] && [ -e "$manifest" ]; then
                file_to_snapshot
            fi
        }


        """;

    /// <summary>Alive: says anything at all.</summary>
    public const string Live = """
        #!/bin/sh
        # Alive: the server says anything. LOADING, BUSY and MASTERDOWN are answers of a server that must not be killed.
        set -u
        reply=$(redis-cli -h 127.0.0.1 -p 6379 PING 2>/dev/null)
        [ -n "$reply" ] || { echo 'not alive: no reply to PING'; exit 1; }

        """;
}
