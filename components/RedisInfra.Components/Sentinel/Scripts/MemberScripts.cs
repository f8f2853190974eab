using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Sentinel.Scripts;

/// <summary>
/// A member's scripts: POSIX sh that needs mkdir, rm, sleep, timeout, redis-server and redis-cli. redis-cli takes the
/// password from REDISCLI_AUTH, so it is on no command line.
/// </summary>
internal static class MemberScripts
{
    private const string Ready = """
        #!/bin/sh
        # Ready: a master, or a replica whose link to one is up. redis-cli exits 0 on an error reply too, so it is read.
        set -u
        reply=$(redis-cli -h 127.0.0.1 -p 6379 INFO replication 2>&1)
        case $reply in
            *role:master*) ;;
            *role:slave*master_link_status:up*) ;;
            *role:slave*) echo 'not ready: the link to a master is down'; exit 1 ;;
            *) printf 'not ready: %.200s\n' "$reply"; exit 1 ;;
        esac

        """;

    /// <summary>By file name.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["start.sh"] = MemberStartScript.Text,
        ["watch.sh"] = WatchScript.Text,
        ["stop.sh"] = HandOverScript.Text
            .Replace("PAUSE_MILLISECONDS", Number(SentinelDefaults.PauseMilliseconds), StringComparison.Ordinal)
            .Replace("CATCH_UP_TRIES", Number(SentinelDefaults.CatchUpTries), StringComparison.Ordinal),
        ["ready.sh"] = Ready,
        ["live.sh"] = ShellParts.Live,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Who declares no users has the scripts as they are, so that nobody's pods roll for nothing.</summary>
    public static ImmutableSortedDictionary<string, string> Of(bool hasUsers) =>
        hasUsers ? All.SetItem("start.sh", ShellParts.WithUsers(All["start.sh"])) : All;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
