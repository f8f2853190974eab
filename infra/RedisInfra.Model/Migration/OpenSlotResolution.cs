using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Migration;

/// <summary>What the evidence at the nodes says about every open slot.</summary>
/// <param name="Steps">What is certain, in the order in which to do it: announce, close, finish.</param>
/// <param name="Refusals">What the evidence doesn't decide, and why.</param>
/// <param name="Waiting">What has to be known first, or null.</param>
public sealed record OpenSlotResolution(
    ImmutableArray<OpenSlotStep> Steps, ImmutableArray<Diagnostic> Refusals, string? Waiting);
