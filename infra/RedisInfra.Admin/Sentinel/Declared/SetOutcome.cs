using System.Collections.Immutable;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;

namespace RedisInfra.Admin.Sentinel.Declared;

/// <summary>A set that is as declared.</summary>
/// <param name="Seen">As it was seen at the end.</param>
/// <param name="Done">What was done for that.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record SetOutcome(ObservedSet Seen, ImmutableArray<SetStep> Done, TimeSpan Elapsed);
