using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Everything that the parts of one run share.</summary>
internal sealed class RunContext : IDisposable
{
    private volatile bool _hasErrors;
    private volatile bool _isStopped;

    public RunContext(EngineHost host, EngineOptions options, RunTokens tokens, Snapshot snapshot, RunReporter reporter)
    {
        (Host, Options, Tokens, Reporter) = (host, options, tokens, reporter);
        Journal = new Journal(snapshot, options.IsPreview ? null : host.Store, host.Clock);
        Registry = new ProviderRegistry(host.Providers, reporter, FindProvider, tokens.Stop);
        Targets = new Targets(options.Targets, options.TargetDependents);
        Replacements = new Targets(options.Replace, withDependents: false);
        Slots = new SemaphoreSlim(options.Parallel, options.Parallel);
    }

    public EngineHost Host { get; }
    public EngineOptions Options { get; }
    public RunTokens Tokens { get; }
    public RunReporter Reporter { get; }
    public Journal Journal { get; }
    public ProviderRegistry Registry { get; }
    public Targets Targets { get; }
    public Targets Replacements { get; }

    /// <summary>One for each step that may be under way.</summary>
    public SemaphoreSlim Slots { get; }

    public bool IsPreview => Options.IsPreview;
    public bool HasErrors => _hasErrors || Tokens.Stop.IsCancellationRequested;
    public bool IsStopped => _isStopped || Tokens.Stop.IsCancellationRequested;

    /// <summary>The run will have failed, but goes on.</summary>
    public void MarkFailed() => _hasErrors = true;

    /// <summary>The run has failed; unless asked otherwise nothing more is started.</summary>
    public void Fail()
    {
        _hasErrors = true;
        if (!Options.ContinueOnError) _isStopped = true;
    }

    public void ThrowIfStopped()
    {
        if (IsStopped) throw new RunStoppedException();
    }

    /// <summary>A provider is told when the run is to stop, and left behind when it is aborted.</summary>
    public Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call) => call(Tokens.Stop).WaitAsync(Tokens.Abort);

    public void Dispose() => Slots.Dispose();

    private ResourceState? FindProvider(string reference)
    {
        var (urn, id) = Urns.ParseReference(reference);
        return Journal.Find(r => r.Urn == urn && r.Id == id);
    }
}
