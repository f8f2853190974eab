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

    /// <summary>Alive: says anything at all.</summary>
    public const string Live = """
        #!/bin/sh
        # Alive: the server says anything. LOADING, BUSY and MASTERDOWN are answers of a server that must not be killed.
        set -u
        reply=$(redis-cli -h 127.0.0.1 -p 6379 PING 2>/dev/null)
        [ -n "$reply" ] || { echo 'not alive: no reply to PING'; exit 1; }

        """;
}
