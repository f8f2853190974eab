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


        """ + ShellParts.Quote + ShellParts.CarryOver + """
        printf 'requirepass %s\n' "$(quote "$REDISCLI_AUTH")" > /run/redisinfra/node.conf
        carry_over
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
