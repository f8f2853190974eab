using System.Collections.Immutable;

namespace RedisInfra.Cli.Status;

/// <summary>A set with Sentinels as `status` shows it.</summary>
/// <param name="Name">What the Sentinels call the master.</param>
/// <param name="Ok">Whether nothing is wrong.</param>
/// <param name="Master">Who is the master; null when not all agree.</param>
/// <param name="Servers">The servers.</param>
/// <param name="Sentinels">The Sentinels.</param>
/// <param name="Findings">What is wrong, warnings included.</param>
internal sealed record SentinelStatus(
    string Name, bool Ok, string? Master, ImmutableArray<SentinelServerRow> Servers,
    ImmutableArray<SentinelWatcherRow> Sentinels, ImmutableArray<string> Findings);
