using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Turns what happens into events, one after another, and counts it. Providers log through it, too.</summary>
internal sealed class RunReporter(EngineHost host, bool isPreview) : IEngine
{
    private const int CodeLength = 6;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<StepOp, int> _counts = [];
    private readonly long _started = host.Clock.GetTimestamp();
    private int _refusals;
    private int _failures;
    private bool _isTouched;

    public ImmutableSortedDictionary<StepOp, int> Changes
    {
        get
        {
            lock (_gate) return _counts.ToImmutableSortedDictionary();
        }
    }

    /// <summary>Every error is a finding about what was asked for, and no resource was begun with.</summary>
    public bool IsRefused
    {
        get
        {
            lock (_gate) return _refusals > 0 && _failures == 0 && (isPreview || !_isTouched);
        }
    }

    public void Prelude() => Emit(new EngineEvent.Prelude(isPreview, host.Config.ToImmutableSortedDictionary(
        p => p.Key, p => host.SecretConfigKeys.Contains(p.Key) ? "[secret]" : p.Value, StringComparer.Ordinal)));

    /// <summary>Gives the time stamp that the end of the step wants back.</summary>
    public long Started(StepMetadata step)
    {
        if (step.Resource.Custom && !Urns.IsProviderType(step.Type) && step.Op is not StepOp.Same)
        {
            lock (_gate) _isTouched = true;
        }

        Emit(new EngineEvent.ResourcePre(step, isPreview));
        return host.Clock.GetTimestamp();
    }

    public void Ended(StepMetadata step, long started)
    {
        Emit(new EngineEvent.ResourceOutputs(step, isPreview, host.Clock.GetElapsedTime(started)));
        if (!step.IsDefaultProvider && Counted(step) is { } op) Count(op);
    }

    public void Failed(StepMetadata step, long started) =>
        Emit(new EngineEvent.ResourceFailed(step, host.Clock.GetElapsedTime(started)));

    /// <summary>The outputs that a component registered after its step.</summary>
    public void Completed(StepMetadata step) => Emit(new EngineEvent.ResourceOutputs(step, isPreview, TimeSpan.Zero));

    public void Error(string urn, string message) => Log(LogSeverity.Error, message, urn);

    /// <summary>What was asked for isn't done, for a reason that needs no code.</summary>
    public void Refuse(string urn, string message) => Error(urn, message, isRefusal: true);

    /// <summary>Whatever went wrong, as the user should read it.</summary>
    public void Error(string urn, Exception exception)
    {
        if (exception is not CheckFailedException refused)
        {
            Error(urn, exception.Message);
            return;
        }

        foreach (var message in refused.Messages) Refuse(urn, message);
    }

    public void Warn(string urn, string message) => Log(LogSeverity.Warning, message, urn);

    public void Log(LogSeverity severity, string message, string urn)
    {
        if (severity == LogSeverity.Error) Error(urn, message, IsFinding(message));
        else Emit(new EngineEvent.Diagnostic(severity, message, urn, IsEphemeral: false));
    }

    public void Log(LogRequest message)
    {
        if (message.Severity == LogSeverity.Error) CountError(IsFinding(message.Message));
        Emit(new EngineEvent.Diagnostic(
            message.Severity, message.Message, message.Urn is { } urn ? urn : "", message.Ephemeral)
        {
            StreamId = message.StreamId,
        });
    }

    public void Summary(bool succeeded, ImmutableDictionary<string, PropertyValue> outputs) =>
        Emit(new EngineEvent.Summary(isPreview, succeeded, host.Clock.GetElapsedTime(_started), Changes, outputs));

    Task IEngine.LogAsync(LogRequest message)
    {
        Log(message);
        return Task.CompletedTask;
    }

    Task IEngine.RequirePulumiVersionAsync(string pulumiVersionRange) => Task.CompletedTask;

    private void Error(string urn, string message, bool isRefusal)
    {
        CountError(isRefusal);
        Emit(new EngineEvent.Diagnostic(LogSeverity.Error, message, urn, IsEphemeral: false));
    }

    /// <summary>
    /// Whether a text begins with a finding's code ("RI1101 …"). A program and a provider tell their findings as texts:
    /// the official SDK has no other way.
    /// </summary>
    private static bool IsFinding(string text) => text.Length > CodeLength && text[CodeLength] == ' '
        && text.StartsWith("RI", StringComparison.Ordinal) && text[2..CodeLength].All(char.IsAsciiDigit);

    private void CountError(bool isRefusal)
    {
        lock (_gate)
        {
            if (isRefusal) _refusals++;
            else _failures++;
        }
    }

    private void Count(StepOp op)
    {
        lock (_gate) _counts[op] = _counts.GetValueOrDefault(op) + 1;
    }

    /// <summary>A replacement counts as a whole; a refresh as what it found.</summary>
    private static StepOp? Counted(StepMetadata step) => step.Op switch
    {
        StepOp.CreateReplacement or StepOp.DeleteReplaced => null,
        StepOp.Delete when step.Old is { External: true } => null,
        StepOp.Refresh => step.New is null ? StepOp.Delete
            : StateEquality.Same(step.Old!, step.New) ? StepOp.Same : StepOp.Update,
        var op => op,
    };

    private void Emit(EngineEvent engineEvent)
    {
        lock (_gate) host.Events.Emit(engineEvent);
    }
}
