using RedisInfra.Components.Common;

namespace RedisInfra.Components.Sentinel.Scripts;

/// <summary>The start of a member.</summary>
internal static class MemberStartScript
{
    public const string Text = """
        #!/bin/sh
        # Writes what only this pod knows into memory, then becomes the server: always as a replica of nobody, that
        # keeps its data, takes no writes and can't be promoted (priority 0). watch.sh finds out whom it follows.
        set -eu
        umask 077

        """ + ShellParts.Quote + ShellParts.CarryOver + """

        password=$(quote "$REDISCLI_AUTH")
        rm -f /run/redisinfra/leaving
        {
            printf 'requirepass %s\n' "$password"
            printf 'masterauth %s\n' "$password"
            printf 'replica-announce-ip %s\n' "$POD_NAME.$REDIS_DOMAIN"
        } > /run/redisinfra/node.conf
        carry_over
        sh /etc/redisinfra/watch.sh &
        exec redis-server "$conf" --replicaof 127.0.0.1 1 --replica-priority 0

        """;
}
