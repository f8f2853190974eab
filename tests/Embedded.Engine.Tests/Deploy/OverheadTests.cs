using System.Collections.Immutable;
using System.Diagnostics;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;
using Xunit.Abstractions;

namespace Embedded.Engine.Tests.Deploy;

/// <summary>
/// What the engine itself costs for 1,000 resources, written to a real disk. The limits are ten times what is
/// wanted on an idle machine: they find what grows with the square of the resources, not a busy neighbour.
/// </summary>
public sealed class OverheadTests(ITestOutputHelper output) : IEngineEvents
{
    private const int Resources = 1000;

    [Fact]
    public async Task PreviewAndUp_ThousandResources_StayWithinTheirLimits()
    {
        using var folder = new TempFolder();
        var backend = new FileBackend(new BackendPaths(folder.Path), TimeProvider.System);
        var secrets = GoldenFiles.Secrets;
        var store = new CountingStore(
            new SnapshotStore(backend, GoldenFiles.Stack, new CheckpointSerializer(secrets)));
        var cloud = new FakeCloud();
        var engine = new StackEngine(new EngineHost(GoldenFiles.Stack, store, this, TimeProvider.System)
        {
            Providers = ImmutableDictionary<string, Func<IEngine, Provider>>.Empty
                .Add("fake", _ => new FakeProvider(cloud)),
        });
        var empty = Snapshot.Empty(secrets, TimeProvider.System);

        var preview = await TimeAsync("preview", () => engine.PreviewAsync(empty, ProgramAsync, new(), default), 10);
        var up = await TimeAsync("up", () => engine.UpAsync(empty, ProgramAsync, new(), default), 20);
        var again = await TimeAsync(
            "unchanged up", () => engine.UpAsync(up.Snapshot, ProgramAsync, new(), default), 10);

        Assert.Equal(Resources + 1, preview.Changes[StepOp.Create]);
        Assert.Equal(Resources + 1, up.Changes[StepOp.Create]);
        Assert.Same(up.Snapshot, again.Snapshot);
        // Two for each resource; those of steps that are under way at the same time share theirs.
        output.WriteLine($"{store.Writes} writes");
        Assert.InRange(store.Writes, 2, 2 * Resources / 4);
        Assert.Equal(Resources, cloud.Objects.Count);
    }

    void IEngineEvents.Emit(EngineEvent engineEvent)
    {
    }

    /// <summary>
    /// Ten in a row of a hundred chains, so that there is something to do at once and something to wait for.
    /// </summary>
    private static Task<int> ProgramAsync() => Deployment.RunAsync(() =>
    {
        Thing? previous = null;
        for (var i = 0; i < Resources; i++)
        {
            var args = new ThingArgs { Value = i % 10 == 0 ? $"v{i}" : previous!.Name.Apply(n => $"after {n}") };
            previous = new Thing($"thing-{i}", args);
        }
    });

    private async Task<EngineResult> TimeAsync(string what, Func<Task<EngineResult>> run, int limitSeconds)
    {
        var watch = Stopwatch.StartNew();
        var result = await run();
        output.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:0.00} s, {GC.GetTotalMemory(true) / 1_000_000} MB held, "
            + $"{Environment.WorkingSet / 1_000_000} MB of the process");
        Assert.True(result.Succeeded);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, limitSeconds);
        return result;
    }

    private sealed class CountingStore(ISnapshotStore inner) : ISnapshotStore
    {
        public int Writes { get; private set; }

        public Task SaveAsync(Snapshot snapshot, CancellationToken cancellationToken)
        {
            Writes++;
            return inner.SaveAsync(snapshot, cancellationToken);
        }
    }
}
