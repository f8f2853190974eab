using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Sentinel.Scripts;

/// <summary>A Sentinel's scripts: as <see cref="MemberScripts"/>, and mv.</summary>
internal static class SentinelScripts
{
    private const string Ready = """
        #!/bin/sh
        # Ready: watches a master.
        set -u
        reply=$(REDISCLI_AUTH=$SENTINEL_AUTH redis-cli -h 127.0.0.1 -p 26379 \
            SENTINEL GET-MASTER-ADDR-BY-NAME "$MASTER_NAME" 2>&1)
        case $reply in
            *6379) ;;
            *) printf 'not ready: no master is watched: %.200s\n' "$reply"; exit 1 ;;
        esac

        """;

    private const string Live = """
        #!/bin/sh
        # Alive: says anything, or has found no master to watch yet and goes on looking.
        set -u
        [ -e /run/redisinfra/sentinel.conf ] || exit 0
        reply=$(REDISCLI_AUTH=$SENTINEL_AUTH redis-cli -h 127.0.0.1 -p 26379 PING 2>/dev/null)
        [ -n "$reply" ] || { echo 'not alive: no reply to PING'; exit 1; }

        """;

    /// <summary>By file name.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["start.sh"] = SentinelScript.Text,
        ["ready.sh"] = Ready,
        ["live.sh"] = Live,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Who declares no users has the scripts as they are, so that nobody's pods roll for nothing.</summary>
    public static ImmutableSortedDictionary<string, string> Of(bool hasUsers) => hasUsers
        ? All.SetItem("start.sh", ShellParts.WithUsers(
            All["start.sh"], "\n    mv \"$run/sentinel.conf.new\"", "\"$run/sentinel.conf.new\"", "    "))
        : All;
}
