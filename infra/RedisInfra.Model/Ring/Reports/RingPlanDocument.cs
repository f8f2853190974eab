using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Rebalancing.Reports;

namespace RedisInfra.Model.Ring.Reports;

/// <summary>A ring's plan as data for programs.</summary>
/// <param name="Kind">same, steps or refused.</param>
public sealed record RingPlanDocument(string Kind)
{
    /// <summary>The part of all hashes that moves, up to 1: the least that this change can move.</summary>
    public double Share { get; init; }

    /// <summary>How many keys move; null when nobody has counted.</summary>
    public long? Keys { get; init; }

    /// <summary>About how many bytes move; null when nobody has counted.</summary>
    public long? Bytes { get; init; }

    /// <summary>Keys of all servers; null when nobody has counted.</summary>
    public long? TotalKeys { get; init; }

    /// <summary>Who gives what to whom.</summary>
    public ImmutableArray<RingMoveItem> Moves { get; init; } = [];

    /// <summary>Why it must not be done.</summary>
    public ImmutableArray<FindingItem> Refusals { get; init; } = [];

    /// <summary>What is worth knowing.</summary>
    public ImmutableArray<FindingItem> Warnings { get; init; } = [];

    /// <summary>The document of a result.</summary>
    public static RingPlanDocument Of(RingResult result) => result switch
    {
        RingResult.Steps { Plan: var plan } => new RingPlanDocument("steps")
        {
            Share = Math.Round(plan.Share, 6),
            Keys = plan.TotalKeys is null ? null : plan.Keys,
            Bytes = plan.TotalKeys is null ? null : plan.Bytes,
            TotalKeys = plan.TotalKeys,
            Moves = [.. plan.Moves.Select(move => RingMoveItem.Of(move, isCounted: plan.TotalKeys is not null))],
            Warnings = Items(plan.Warnings),
        },
        RingResult.Refused refused => new RingPlanDocument("refused") { Refusals = Items(refused.Diagnostics) },
        _ => new RingPlanDocument("same") { Warnings = Items(((RingResult.Same)result).Warnings) },
    };

    private static ImmutableArray<FindingItem> Items(ImmutableArray<Diagnostic> found) =>
        [.. found.Select(FindingItem.Of)];
}
