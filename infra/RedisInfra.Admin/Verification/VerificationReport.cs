using System.Collections.Immutable;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;

namespace RedisInfra.Admin.Verification;

/// <summary>What a successful verification saw.</summary>
/// <param name="Observed">Every member's own view; they agree.</param>
/// <param name="Warnings">What is worth knowing.</param>
/// <param name="ShardsWritten">On how many shards a client wrote and read.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record VerificationReport(
    ObservedCluster Observed, ImmutableArray<HealthFinding> Warnings, int ShardsWritten, TimeSpan Elapsed);
