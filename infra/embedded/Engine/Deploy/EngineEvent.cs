using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>
/// What happens in a run, in order: Prelude, then steps and diagnostics, then Summary. Closed and immutable.
/// </summary>
internal abstract record EngineEvent
{
    private EngineEvent()
    {
    }

    /// <summary>The first event. Config is by full key, secret values replaced by "[secret]".</summary>
    internal sealed record Prelude(bool IsPreview, ImmutableSortedDictionary<string, string> Config) : EngineEvent;

    /// <summary>
    /// A step starts. Every resource has one of <see cref="ResourceOutputs"/> and <see cref="ResourceFailed"/> after
    /// it.
    /// </summary>
    internal sealed record ResourcePre(StepMetadata Step, bool IsPreview) : EngineEvent;

    /// <summary>
    /// A step ended well, or a component registered its outputs later: then it comes a second time for the same URN,
    /// with the step it had and the outputs in New.
    /// </summary>
    internal sealed record ResourceOutputs(StepMetadata Step, bool IsPreview, TimeSpan Duration) : EngineEvent;

    /// <summary>A step failed; why is told by a <see cref="Diagnostic"/> with the same URN before it.</summary>
    internal sealed record ResourceFailed(StepMetadata Step, TimeSpan Duration) : EngineEvent;

    /// <summary>
    /// A message. An empty Urn is the run as a whole; an ephemeral one is progress: shown live, not kept.
    /// </summary>
    internal sealed record Diagnostic(LogSeverity Severity, string Message, string Urn, bool IsEphemeral) : EngineEvent
    {
        /// <summary>Messages of one stream continue each other; 0 is none.</summary>
        public int StreamId { get; init; }
    }

    /// <summary>
    /// The last event. Changes counts resources by what was, or in a preview would be, done; a replacement counts once,
    /// as Replace. Outputs are the stack's.
    /// </summary>
    internal sealed record Summary(
        bool IsPreview,
        bool Succeeded,
        TimeSpan Duration,
        ImmutableSortedDictionary<StepOp, int> Changes,
        ImmutableDictionary<string, PropertyValue> Outputs) : EngineEvent
    {
        /// <summary>Whether anything but Same was among the steps.</summary>
        public bool HasChanges => Changes.Any(c => c.Key != StepOp.Same && c.Value > 0);
    }
}
