using System.Collections.Immutable;

namespace RedisInfra.Components.Zookeeper;

/// <summary>
/// The scripts of a server: bash, which ZooKeeper's own scripts need too, and here asks servers through /dev/tcp, as no
/// image is sure to have nc.
/// </summary>
internal static class ZookeeperScripts
{
    /// <summary>Asking a server.</summary>
    public const string Parts = """
        #!/bin/bash
        # What the scripts share. word HOST WORD: the answer to a command of four letters; nothing when there is none.
        word() {
            timeout 3 bash -c 'exec 3<> "/dev/tcp/$0/2181" && printf %s "$1" >&3 && cat <&3' "$1" "$2" 2> /dev/null || :
        }

        """;

    /// <summary>Finds the ensemble, or begins it, then becomes a server of it.</summary>
    public const string Start = """
        #!/bin/bash
        # Becomes a server. Which one follows from the pod's ordinal. Who votes is in the file of /data/conf that
        # ZooKeeper keeps; a server that has none, or isn't in it, asks the others, and joins them without a vote: the
        # ensemble gives it one when it has the data. Only server 1 ever begins an ensemble, with its vote alone, and
        # only as long as none has begun (/etc/redisinfra-founded).
        set -euo pipefail
        umask 077
        . /etc/redisinfra/parts.sh
        conf=/data/conf
        ordinal=${POD_NAME##*-}
        id=$((ordinal + 1))
        name=${POD_NAME%-*}
        founded=/etc/redisinfra-founded/founded
        waiting=/run/redisinfra/waiting
        rm -f "$waiting"
        if [ -z "${CLASSPATH:-}" ]; then
            server=$(command -v zkServer.sh) || { echo 'the image has no zkServer.sh and no CLASSPATH' >&2; exit 1; }
            CLASSPATH="$(dirname "$(dirname "$server")")/lib/*"
        fi
        export CLASSPATH="/etc/redisinfra:$CLASSPATH"

        host_of() { printf '%s-%d.%s' "$name" "$1" "$DOMAIN"; }

        line_of() { printf 'server.%d=%s:2888:3888:%s;0.0.0.0:2181\n' "$(($1 + 1))" "$(host_of "$1")" "$2"; }

        has_data() { compgen -G '/data/version-2/snapshot.*' || compgen -G '/log/version-2/log.*'; }

        # Data and log belong together. Without one of them the other has a gap, and must not vote: both are put aside,
        # and the server takes what the others have.
        keep_pair() {
            local pair stamp
            if [ -s /data/pair ] && [ -s /log/pair ] && [ "$(cat /data/pair)" = "$(cat /log/pair)" ]; then return; fi
            stamp=$(date +%s)
            for folder in /data/version-2 /data/conf /log/version-2; do
                [ ! -e "$folder" ] || mv -v "$folder" "$folder.alone-$stamp"
            done
            pair=$(cat /proc/sys/kernel/random/uuid)
            printf '%s\n' "$pair" > /log/pair
            printf '%s\n' "$pair" > /data/pair
        }

        # The file with who votes, when this server is in it.
        own_file() {
            local file
            file=$(sed -n 's/^dynamicConfigFile=//p' "$conf/zoo.cfg" 2> /dev/null | tail -n 1)
            [ -n "$file" ] && grep -q "^server\.$id=" "$file" 2> /dev/null && printf '%s' "$file"
        }

        # Who votes, from any server that serves.
        ask_ensemble() {
            local i servers
            servers=$(cat /etc/redisinfra-ensemble/servers)
            for ((i = 0; i < servers; i++)); do
                [ "$i" -ne "$ordinal" ] || continue
                case $(word "$(host_of "$i")" srvr) in
                    *'Mode: leader'* | *'Mode: follower'*) ;;
                    *) continue ;;
                esac
                java -Xmx64m org.apache.zookeeper.ZooKeeperMain -server "$(host_of "$i"):2181" get /zookeeper/config \
                    2> /dev/null | grep '^server\.' && return
            done
            return 1
        }

        # Nobody who answers may be left out: one who does has an ensemble's files.
        is_anybody_there() {
            local i servers
            servers=$(cat /etc/redisinfra-ensemble/servers)
            for ((i = 1; i < servers; i++)); do
                [ -z "$(word "$(host_of "$i")" ruok)" ] || return 0
            done
            return 1
        }

        # Writes the file that this server begins with; fails when it can't know yet.
        find_place() {
            if ask_ensemble > "$1"; then
                grep -q "^server\.$id=" "$1" || line_of "$ordinal" observer >> "$1"
            elif [ "$ordinal" -eq 0 ] && [ ! -e "$founded" ] && [ "$2" -ge 3 ] && ! is_anybody_there; then
                line_of 0 participant > "$1"
            else
                return 1
            fi
        }

        keep_pair
        mkdir -p "$conf"
        printf '%d\n' "$id" > /data/myid
        if ! file=$(own_file); then
            # No version in the name: the ensemble's own is newer.
            file=$conf/zoo.cfg.dynamic.begin
            touch "$waiting"
            tries=0
            until find_place "$file.new" "$tries"; do
                tries=$((tries + 1))
                [ $((tries % 30)) -ne 1 ] || echo "server $id has no configuration: it waits for the others to serve"
                sleep 1
            done
            mv "$file.new" "$file"
            rm -f "$waiting"
        fi
        # ZooKeeper trusts an empty folder only with this file: else a server that lost its disk would outvote data.
        if [ "$ordinal" -eq 0 ] && [ ! -e "$founded" ] && ! has_data > /dev/null; then touch /log/initialize; fi
        { cat /etc/redisinfra/zoo.cfg; printf 'dynamicConfigFile=%s\n' "$file"; } > "$conf/zoo.cfg.new"
        mv "$conf/zoo.cfg.new" "$conf/zoo.cfg"
        echo "server $id: $file"
        cat "$file"

        # In memory, and on no command line: the digest of the password. Names are asked again after 5 s: a pod that was
        # replaced has another address.
        hex=$(printf 'super:%s' "$SUPER_PASSWORD" | sha1sum)
        digest=$(printf '%b' "$(printf '%.40s' "$hex" | sed 's/../\\x&/g')" | base64)
        cat > /run/redisinfra/java.args << EOF
        -Xms${HEAP_MB}m
        -Xmx${HEAP_MB}m
        -XX:+ExitOnOutOfMemoryError
        -Dsun.net.inetaddr.ttl=5
        -Dsun.net.inetaddr.negative.ttl=1
        -Dzookeeper.jmx.log4j.disable=true
        -Dzookeeper.DigestAuthenticationProvider.superDigest=super:$digest
        EOF
        unset SUPER_PASSWORD
        exec java @/run/redisinfra/java.args org.apache.zookeeper.server.quorum.QuorumPeerMain "$conf/zoo.cfg"

        """;

    /// <summary>Alive.</summary>
    public const string Live = """
        #!/bin/bash
        # Alive: says imok, with a leader or without; or waits for the others, as start.sh says.
        set -u
        . /etc/redisinfra/parts.sh
        [ ! -e /run/redisinfra/waiting ] || exit 0
        reply=$(word 127.0.0.1 ruok)
        [ "$reply" = imok ] || { printf 'not alive: %.200s\n' "$reply"; exit 1; }

        """;

    /// <summary>Ready for clients.</summary>
    public const string Ready = """
        #!/bin/bash
        # Ready: leads, follows or observes; without a majority nobody does.
        set -u
        . /etc/redisinfra/parts.sh
        reply=$(word 127.0.0.1 srvr)
        case $reply in
            *'Mode: '*) ;;
            *) printf 'not ready: %.200s\n' "$reply"; exit 1 ;;
        esac

        """;

    /// <summary>The log of images of 3.8 and newer: without it they'd say every detail.</summary>
    public const string Logback = """
        <configuration>
          <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d{ISO8601} %-5p [%t] %logger{0}: %m%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="CONSOLE" /></root>
        </configuration>

        """;

    /// <summary>The log of older images, and of Debian's.</summary>
    public const string Log4j = """
        log4j.rootLogger=INFO, CONSOLE
        log4j.appender.CONSOLE=org.apache.log4j.ConsoleAppender
        log4j.appender.CONSOLE.layout=org.apache.log4j.PatternLayout
        log4j.appender.CONSOLE.layout.ConversionPattern=%d{ISO8601} %-5p [%t] %c{1}: %m%n

        """;

    /// <summary>By file name.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["parts.sh"] = Parts,
        ["start.sh"] = Start,
        ["live.sh"] = Live,
        ["ready.sh"] = Ready,
        ["logback.xml"] = Logback,
        ["log4j.properties"] = Log4j,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
