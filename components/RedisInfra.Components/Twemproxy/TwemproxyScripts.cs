using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// The scripts of the proxies: POSIX sh that needs sleep, timeout, cat, mv, redis-cli and nutcracker. redis-cli
/// takes the password from REDISCLI_AUTH, so it is on no command line.
/// </summary>
internal static class TwemproxyScripts
{
    /// <summary>A proxy's configuration: as the shards say, and with the password.</summary>
    public const string Render = """
        #!/bin/sh
        # render.sh FOLDER [own]: writes FOLDER/nutcracker.yml, the pools that may be served with their ports to
        # FOLDER/served, and the others with a reason to FOLDER/closed. Shards say which ring may be served (key
        # redisinfra:ring, docs/twemproxy.md): a proxy that comes back with an old configuration serves what they say.
        # With "own" nobody is asked. The password is written in memory and nowhere else.
        set -eu
        umask 077
        own=/etc/redisinfra/nutcracker.yml
        folder=$1
        mode=${2:-ask}


        """ + ShellParts.Quote + """
        auth=$(quote "$REDISCLI_AUTH")
        mkdir -p "$folder"
        : > "$folder/nutcracker.yml"
        : > "$folder/served"
        : > "$folder/closed"

        # What each shard of the configuration says; of one that gives no answer there is no file.
        ask() {
            rm -rf "$folder/words"
            mkdir "$folder/words"
            shards=0
            while read -r line; do
                case $line in '- '*) ;; *) continue ;; esac
                at=${line#- }
                at=${at% *}
                at=${at%:*}
                shards=$((shards + 1))
                { timeout 3 redis-cli -e -h "${at%:*}" -p "${at##*:}" --raw GET redisinfra:ring \
                    > "$folder/words/$shards.part" 2>/dev/null \
                    && mv "$folder/words/$shards.part" "$folder/words/$shards"; } &
                [ $((shards % 4)) -ne 0 ] || wait
            done < "$folder/ring"
            wait
        }

        # Of what they say the highest generation counts: one may have come back from an old snapshot. Half of them have
        # to answer, so that one alone that lags behind doesn't decide.
        decide() {
            answers=0
            generation=0
            state=own
            said=
            for word in "$folder"/words/*; do
                case $word in *.part | *'*') continue ;; esac
                answers=$((answers + 1))
                read -r number is < "$word" || :
                case $number in '' | *[!0-9]*) continue ;; esac
                if [ "$number" -gt "$generation" ]; then
                    generation=$number
                    state=$is
                    said=$word
                fi
            done
            if [ $((answers * 2)) -lt "$shards" ]; then
                state="only $answers of $shards shards answer"
            fi
        }

        # The lines of one pool are in "head" and "ring" when the next one begins.
        finish() {
            [ -n "$pool" ] || return 0
            state=own
            if [ "$mode" = ask ]; then
                ask
                decide
            fi
            case $state in
                own) ;;
                open)
                    while IFS= read -r line; do
                        case $line in other:) break ;; ' '*) printf '%s\n' "$line" ;; esac
                    done < "$said" > "$folder/ring"
                    ;;
                *)
                    printf '%s: %s\n' "$pool" "$state" >> "$folder/closed"
                    return 0
                    ;;
            esac
            printf '%s %s\n' "$pool" "$port" >> "$folder/served"
            { printf '%s:\n' "$pool"; cat "$folder/head" "$folder/ring"; } >> "$folder/nutcracker.yml"
        }

        pool=
        while IFS= read -r line; do
            case $line in
                '') ;;
                [!\ ]*:)
                    finish
                    pool=${line%:}
                    port=
                    : > "$folder/head"
                    : > "$folder/ring"
                    ;;
                '  hash: '* | '  hash_tag: '* | '  distribution: '* | '  servers:' | '   - '*)
                    printf '%s\n' "$line" >> "$folder/ring"
                    ;;
                *)
                    printf '%s\n' "$line" >> "$folder/head"
                    case $line in
                        '  listen: '*) port=${line##*:} ;;
                        '  redis: true') printf '  redis_auth: %s\n' "$auth" >> "$folder/head" ;;
                    esac
                    ;;
            esac
        done < "$own"
        finish

        """;

    /// <summary>Before the proxy: whether nutcracker accepts its configuration.</summary>
    public const string Check = """
        #!/bin/sh
        # A configuration that nutcracker refuses ends here, in a pod that never gets ready: the others go on serving.
        set -eu
        sh /etc/redisinfra/render.sh /run/redisinfra/check own
        nutcracker -t -c /run/redisinfra/check/nutcracker.yml

        """;

    /// <summary>The proxy.</summary>
    public const string ProxyStart = """
        #!/bin/sh
        # Runs the proxy as a child: nutcracker has no handler for SIGTERM (nc_signal.c), and the kernel keeps a signal
        # without one from process 1, which would then only end by SIGKILL. And it reads its configuration only when it
        # starts: again.sh makes this script ask the shards again and start another one.
        set -eu
        run=/run/redisinfra
        proxy=
        stopping=
        # What an earlier container of this pod has left.
        rm -rf "$run/now" "$run/proxy.pid"
        trap 'stopping=yes; [ -z "$proxy" ] || kill "$proxy" 2>/dev/null || :' TERM INT

        end_proxy() {
            [ -n "$proxy" ] || return 0
            kill "$proxy" 2>/dev/null || :
            wait "$proxy" 2>/dev/null || :
            # A signal interrupts wait.
            while kill -0 "$proxy" 2>/dev/null; do wait "$proxy" 2>/dev/null || :; done
            proxy=
            rm -f "$run/proxy.pid"
        }

        # Until somebody asks for another look, or a pool that was closed may be served.
        watch() {
            while [ -z "$stopping" ] && [ ! -e "$run/again" ]; do
                if [ -n "$proxy" ] && [ ! -s "$run/now/closed" ]; then
                    code=0
                    wait "$proxy" || code=$?
                else
                    sleep 1 &
                    wait $! || :
                    sh /etc/redisinfra/render.sh "$run/next"
                    [ "$(cat "$run/next/served")" = "$(cat "$run/now/served")" ] || return 0
                    [ -n "$proxy" ] || continue
                    code=1
                fi
                if [ -z "$stopping" ] && [ ! -e "$run/again" ] && ! kill -0 "$proxy" 2>/dev/null; then
                    exit "$code"
                fi
            done
        }

        # Shards with replicas: before they are asked for the first time, and from then on.
        if [ -n "${PROXY_SENTINELS:-}" ]; then
            sh /etc/redisinfra/follow.sh
            turn=0
            while :; do
                sleep 1
                turn=$(((turn + 1) % PROXY_SENTINELS))
                sh /etc/redisinfra/follow.sh "$turn"
            done &
        fi

        while [ -z "$stopping" ]; do
            end_proxy
            # From here on what the shards say is what counts: who waits for this file's end knows it.
            rm -f "$run/again"
            sh /etc/redisinfra/render.sh "$run/now"
            [ ! -s "$run/now/closed" ] || cat "$run/now/closed"
            if [ -s "$run/now/served" ] && [ -z "$stopping" ]; then
                nutcracker -c "$run/now/nutcracker.yml" -s "$PROXY_STATS_PORT" -a 0.0.0.0 -m "$PROXY_MBUF_BYTES" \
                    -o '' &
                proxy=$!
                printf '%s\n' "$proxy" > "$run/proxy.pid"
            fi
            watch
        done
        end_proxy

        """;

    /// <summary>Makes a running proxy do what the shards say now.</summary>
    public const string ProxyAgain = """
        #!/bin/sh
        # again.sh [POOL]: returns when the proxy that was there has ended and what the shards say now is looked at;
        # with a pool, when that is served.
        set -u
        run=/run/redisinfra
        : > "$run/again"
        tries=0
        while [ -e "$run/again" ]; do
            # Not only once: it may be starting just now.
            if pid=$(cat "$run/proxy.pid" 2>/dev/null) && [ -n "$pid" ]; then kill "$pid" 2>/dev/null; fi
            tries=$((tries + 1))
            [ "$tries" -le 200 ] || { printf 'the proxy does not end\n'; exit 1; }
            sleep 0.1
        done
        [ $# -gt 0 ] || exit 0
        tries=0
        while :; do
            while read -r pool port; do
                [ "$pool" = "$1" ] || continue
                [ "$(redis-cli -h 127.0.0.1 -p "$port" PING 2>/dev/null)" != PONG ] || exit 0
            done < "$run/now/served"
            tries=$((tries + 1))
            [ "$tries" -le 300 ] || { printf 'not served: %s\n' "$(cat "$run/now/closed")"; exit 1; }
            sleep 0.1
        done

        """;

    /// <summary>A proxy: says anything on each port that is served.</summary>
    public const string ProxyLive = """
        #!/bin/sh
        # Alive: answers on each of its ports. nutcracker answers PING by itself, so no shard's trouble kills a proxy.
        # One that waits for its shards' word is alive.
        set -u
        served=/run/redisinfra/now/served
        [ -s "$served" ] || exit 0
        while read -r pool port; do
            reply=$(redis-cli -h 127.0.0.1 -p "$port" PING 2>/dev/null)
            [ -n "$reply" ] || { printf 'not alive: no reply to PING on port %s of %s\n' "$port" "$pool"; exit 1; }
        done < "$served"

        """;

    /// <summary>A proxy: answers on each port that is served, and reaches Redis through one of them.</summary>
    public const string ProxyReady = """
        #!/bin/sh
        # Ready: answers on each port that may be served, and Redis answers through it. nutcracker answers PING by
        # itself, so a key is read too. One shard that answers is enough: what another one lacks, all proxies lack, and
        # to take them all away would make one shard's failure the whole pool's.
        set -u
        served=/run/redisinfra/now/served

        # The reply to GET of a key that nobody has is empty; what nutcracker or Redis say of a failure isn't. The keys
        # differ at their beginnings: FNV puts those that differ at their ends only at one place of the ring.
        reaches_redis() {
            while read -r pool port; do
                for key in 0 1 2 3 4 5 6 7; do
                    reply=$(redis-cli -h 127.0.0.1 -p "$port" GET "$key:redisinfra:probe" 2>&1) || continue
                    [ -n "$reply" ] || return 0
                done
            done < "$served"
            return 1
        }

        [ -s "$served" ] || {
            printf 'not ready: no pool may be served: %.200s\n' "$(cat /run/redisinfra/now/closed 2>/dev/null)"
            exit 1
        }
        while read -r pool port; do
            pong=$(redis-cli -h 127.0.0.1 -p "$port" PING 2>&1)
            [ "$pong" = PONG ] || { printf 'not ready: %s at port %s: %.200s\n' "$pool" "$port" "$pong"; exit 1; }
        done < "$served"
        reaches_redis || { printf 'not ready: no shard answers: %.200s\n' "$reply"; exit 1; }

        """;

    /// <summary>A proxy serves on while it is taken out of the Services.</summary>
    public const string ProxyStop = """
        #!/bin/sh
        # Serves on until the Services on all nodes have stopped to send new connections here.
        sleep DRAIN_SECONDS

        """;

    /// <summary>A proxy's scripts by file name.</summary>
    public static ImmutableSortedDictionary<string, string> OfProxies { get; } = new Dictionary<string, string>
    {
        ["render.sh"] = Render,
        ["check.sh"] = Check,
        ["follow.sh"] = FollowScript.Text,
        ["start.sh"] = ProxyStart,
        ["again.sh"] = ProxyAgain,
        ["ready.sh"] = ProxyReady,
        ["live.sh"] = ProxyLive,
        ["stop.sh"] = ProxyStop.Replace(
            "DRAIN_SECONDS", $"{TwemproxyDefaults.DrainSeconds}", StringComparison.Ordinal),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
