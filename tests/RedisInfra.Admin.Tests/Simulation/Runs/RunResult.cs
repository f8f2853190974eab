using System.Collections.Immutable;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>What came of a run.</summary>
internal sealed record RunResult
{
    public required ulong Seed { get; init; }

    public required Scenario Scenario { get; init; }

    /// <summary>What was wrong, or null.</summary>
    public required string? Failure { get; init; }

    public required ImmutableArray<Attempt> Attempts { get; init; }

    public required ImmutableArray<string> Violations { get; init; }

    public required ImmutableArray<string> Conflicts { get; init; }

    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    public required TimeSpan VirtualTime { get; init; }

    public required string Trace { get; init; }

    public override string ToString() => $"""
        seed {Seed}: {Failure ?? "fine"}
        {Scenario}
        attempts: {string.Join("; ", Attempts)}
        violations: {string.Join("\n  ", Violations.Take(10).Prepend($"{Violations.Length}"))}
        conflicts: {string.Join("\n  ", Conflicts.Take(10).Prepend($"{Conflicts.Length}"))}
        """;
}
