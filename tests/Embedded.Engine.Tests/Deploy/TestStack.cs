using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;
using Urn = RedisInfra.Embedded.Engine.Steps.Urns;

namespace Embedded.Engine.Tests.Deploy;

/// <summary>A stack in memory that programs are run on, one operation after another; keeps what was seen.</summary>
internal sealed class TestStack : IEngineEvents, ISnapshotStore
{
    public const string Root = "urn:pulumi:dev::prog::pulumi:pulumi:Stack::prog-dev";

    private readonly Lock _gate = new();
    private readonly List<EngineEvent> _events = [];
    private readonly List<Snapshot> _saved = [];

    public TestStack() => Snapshot = RedisInfra.Embedded.Engine.State.Snapshot.Empty(null, TimeProvider.System);

    public FakeCloud Cloud { get; } = new();
    public Snapshot Snapshot { get; set; }
    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;
    public Func<FakeCloud, Provider>? Provider { get; set; }
    public RunTokens Tokens { get; set; }

    /// <summary>May throw: a disk that is full, a process that is killed.</summary>
    public Action<Snapshot> OnSave { get; set; } = _ => { };

    public ImmutableArray<EngineEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public ImmutableArray<Snapshot> Saved
    {
        get
        {
            lock (_gate) return [.. _saved];
        }
    }

    public IEnumerable<string> Errors => Events.OfType<EngineEvent.Diagnostic>()
        .Where(d => d.Severity == LogSeverity.Error).Select(d => d.Message);

    /// <summary>"create a", "replace b": the steps that ended well, in order, without unchanged ones.</summary>
    public IEnumerable<string> Steps => Events.OfType<EngineEvent.ResourceOutputs>()
        .Where(e => e.Step.Op != StepOp.Same && e.Step.Type == "fake:index:Thing")
        .Select(e => $"{e.Step.Op} {Urn.Name(e.Step.Urn)}");

    public StackEngine Engine => new(new EngineHost(new StackName("prog", "dev"), this, this, TimeProvider.System)
    {
        Config = Config,
        Providers = ImmutableDictionary<string, Func<IEngine, Provider>>.Empty
            .Add("fake", _ => Provider?.Invoke(Cloud) ?? new FakeProvider(Cloud)),
    });

    public static string UrnOf(string name, string chain = "") =>
        $"urn:pulumi:dev::prog::{chain}fake:index:Thing::{name}";

    public ResourceState State(string name) => Snapshot.Resources.Single(r => Urn.Name(r.Urn) == name && !r.Delete);

    public Task<EngineResult> UpAsync(Action program, EngineOptions? options = null) =>
        OnAsync(e => e.UpAsync(Snapshot, () => Deployment.RunAsync(program), options ?? new(), Tokens));

    public Task<EngineResult> PreviewAsync(Action program, EngineOptions? options = null) =>
        OnAsync(e => e.PreviewAsync(Snapshot, () => Deployment.RunAsync(program), options ?? new(), Tokens),
            keep: false);

    public Task<EngineResult> RefreshAsync(EngineOptions? options = null) =>
        OnAsync(e => e.RefreshAsync(Snapshot, options ?? new(), Tokens));

    public Task<EngineResult> DestroyAsync(EngineOptions? options = null) =>
        OnAsync(e => e.DestroyAsync(Snapshot, options ?? new(), Tokens));

    /// <summary>An operation that must succeed.</summary>
    public async Task DoAsync(Action program)
    {
        var result = await UpAsync(program);
        Assert.True(result.Succeeded, string.Join('\n', Errors));
    }

    public async Task<EngineResult> OnAsync(Func<StackEngine, Task<EngineResult>> operation, bool keep = true)
    {
        lock (_gate)
        {
            _events.Clear();
            _saved.Clear();
        }

        Cloud.ForgetCalls();
        var result = await operation(Engine).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(SnapshotIntegrity.Check(result.Snapshot));
        if (keep) Snapshot = result.Snapshot;
        return result;
    }

    public string Counts => string.Join(", ", Events.OfType<EngineEvent.Summary>().Single().Changes
        .Select(c => $"{c.Key} {c.Value}"));

    void IEngineEvents.Emit(EngineEvent engineEvent)
    {
        lock (_gate) _events.Add(engineEvent);
    }

    Task ISnapshotStore.SaveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        OnSave(snapshot);
        Assert.Empty(SnapshotIntegrity.Check(snapshot));
        lock (_gate) _saved.Add(snapshot);
        return Task.CompletedTask;
    }
}
