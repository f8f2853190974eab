using System.Collections.Immutable;

namespace RedisInfra.Components.Common;

/// <summary>
/// The scripts of a Redis that knows of no other: POSIX sh that needs sleep, rm, redis-server and redis-cli. redis-cli
/// takes the password from REDISCLI_AUTH, so it is on no command line.
/// </summary>
internal static class ServerScripts
{
    /// <summary>Writes the password, carries the data over to another persistence, then becomes the server.</summary>
    public const string Start = """
        #!/bin/sh
        # Writes the password into memory, then becomes the server.
        set -eu
        umask 077


        """ + ShellParts.Quote + """
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
            redis-server "$conf" --bind 127.0.0.1 --requirepass carrying-over --appendonly "$1" --save '' &
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

        appendonly=no
        save=
        while read -r word value; do
            case $word in
                appendonly) appendonly=$value ;;
                save) save=$value ;;
            esac
        done < "$conf"
        printf 'requirepass %s\n' "$(quote "$REDISCLI_AUTH")" > /run/redisinfra/node.conf
        if [ "$appendonly" = yes ] && [ ! -e "$manifest" ] && [ -s /data/dump.rdb ]; then
            snapshot_to_file
        elif [ "$appendonly" = no ] && [ "$save" != '""' ] && [ -e "$manifest" ]; then
            file_to_snapshot
        fi
        exec redis-server "$conf"

        """;

    /// <summary>Ready for clients.</summary>
    public const string Ready = """
        #!/bin/sh
        # Ready: answers PONG. redis-cli exits 0 on an error reply too (LOADING), so the reply is read.
        set -u
        reply=$(redis-cli -h 127.0.0.1 -p 6379 PING 2>&1)
        [ "$reply" = PONG ] || { printf 'not ready: %.200s\n' "$reply"; exit 1; }

        """;

    /// <summary>By file name.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["start.sh"] = Start,
        ["ready.sh"] = Ready,
        ["live.sh"] = ShellParts.Live,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
