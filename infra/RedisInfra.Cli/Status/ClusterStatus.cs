using System.Collections.Immutable;

namespace RedisInfra.Cli.Status;

/// <summary>A cluster as `status` shows it.</summary>
internal sealed record ClusterStatus(
    string Name, bool Ok, int SlotsAssigned, ImmutableArray<MemberStatus> Members, ImmutableArray<string> Findings);
