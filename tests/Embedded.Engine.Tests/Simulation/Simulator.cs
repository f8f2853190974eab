using System.Collections.Immutable;
using Embedded.Engine.Tests.Deploy;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace Embedded.Engine.Tests.Simulation;

/// <summary>Plays one case and says what is wrong with what it left.</summary>
internal sealed class Simulator(SimulationCase @case)
{
    private const string ForeignId = "made-by-hand";

    private static readonly StackName _name = new("prog", "dev");

    private readonly TestStack _stack = new();

    /// <summary>Every other case has a provider that knows what is there. It refuses what isn't in the state, so that
    /// an import that was cut off has to be repeated, which the next program doesn't do.</summary>
    private bool HasFinder => @case.Operation != Operation.Import && @case.At % 2 == 0;

    public async Task PlayAsync()
    {
        _stack.Provider = cloud => NewProvider(cloud);
        await _stack.DoAsync(@case.Earlier.Declare);
        if (@case.Operation == Operation.Import) _stack.Cloud.Apply(ForeignId, Fields("k0", "v0"));
        if (@case.Operation == Operation.Refresh) Drift();

        await PlayOperationAsync();
        AssertNothingIsOrphaned();

        var options = new EngineOptions { Refresh = @case.Operation == Operation.Refresh };
        var result = await _stack.UpAsync(DeclareNext, options);
        Assert.True(result.Succeeded, "the next up failed: " + string.Join('\n', _stack.Errors));
        AssertConverged();
        result = await _stack.UpAsync(DeclareNext);
        Assert.True(result.Changes.Keys.All(op => op == StepOp.Same), $"not settled: {_stack.Counts}");
    }

    private async Task PlayOperationAsync()
    {
        using var injection = new Injection(@case.Mishap, @case.At);
        var written = _stack.Snapshot;
        _stack.Tokens = new RunTokens(injection.Stop, CancellationToken.None);
        _stack.Provider = cloud => NewProvider(cloud, injection.AtCallAsync);
        _stack.OnSave = snapshot =>
        {
            injection.AtSave(isAfter: false);
            written = snapshot;
            injection.AtSave(isAfter: true);
        };
        await RunOperationAsync();
        _stack.Tokens = default;
        _stack.Provider = cloud => NewProvider(cloud);
        _stack.OnSave = _ => { };

        // What a killed process knew is lost; the disk is what there is.
        _stack.Snapshot = Reload(injection.IsKilled ? written : _stack.Snapshot);
        Assert.Empty(SnapshotIntegrity.Check(_stack.Snapshot));
    }

    private FakeProvider NewProvider(FakeCloud cloud, Func<string, bool, CancellationToken, Task>? hook = null)
    {
        hook ??= (_, _, _) => Task.CompletedTask;
        return HasFinder ? new FindingProvider(cloud) { Hook = hook } : new FakeProvider(cloud) { Hook = hook };
    }

    private Task RunOperationAsync() => @case.Operation switch
    {
        Operation.Up => _stack.UpAsync(@case.Next.Declare),
        Operation.TargetedUp => _stack.UpAsync(@case.Next.Declare, new EngineOptions
        {
            Targets = [.. @case.Targets.Select(t => $"**::n{t}")], TargetDependents = @case.TargetDependents,
        }),
        Operation.Refresh => _stack.RefreshAsync(),
        Operation.Destroy => _stack.DestroyAsync(),
        _ => _stack.OnAsync(e => e.ImportAsync(
            _stack.Snapshot, new ImportRequest("fake:index:Thing", "imported", ForeignId) { Protect = false }, new(),
            _stack.Tokens)),
    };

    /// <summary>Someone deletes one object and changes another.</summary>
    private void Drift()
    {
        var ids = _stack.Cloud.Objects.Keys.ToList();
        if (ids.Count == 0) return;
        _stack.Cloud.Remove(ids[@case.At % ids.Count]);
        var other = ids[(@case.At + 1) % ids.Count];
        if (_stack.Cloud.Find(other) is { } fields)
            _stack.Cloud.Apply(other, fields.SetItem("value", new PropertyValue("by hand")));
    }

    private void DeclareNext()
    {
        @case.Next.Declare();
        if (@case.Operation == Operation.Import)
            _ = new Thing("imported", new() { Name = ForeignId, Kind = "k0", Value = "v0" });
    }

    private void AssertNothingIsOrphaned()
    {
        var known = _stack.Snapshot.Resources.Select(r => r.Id)
            .Concat(_stack.Snapshot.PendingOperations.Select(o => FakeCloud.Text(o.Resource.Inputs, "name")))
            .Append(ForeignId).ToHashSet();
        Assert.DoesNotContain(_stack.Cloud.Objects.Keys, id => !known.Contains(id));
    }

    private void AssertConverged()
    {
        var things = _stack.Snapshot.Resources.Where(r => r.Type == "fake:index:Thing").ToList();
        var ids = things.ToDictionary(r => Urns.Name(r.Urn), r => r.Id);
        Assert.Empty(_stack.Snapshot.PendingOperations);
        Assert.Equal(ids.Values.Order(StringComparer.Ordinal), _stack.Cloud.Objects.Keys.Order(StringComparer.Ordinal));

        var actual = ids.ToImmutableSortedDictionary(
            p => p.Key, p => (Field(p.Value, "kind"), Field(p.Value, "value")));
        var expected = @case.Next.Expected(name => ids[name]);
        if (@case.Operation == Operation.Import) expected = expected.Add("imported", ("k0", "v0"));
        Assert.Equal(expected, actual);
    }

    private string Field(string id, string name) => FakeCloud.Text(_stack.Cloud.Objects[id], name);

    private static ImmutableDictionary<string, PropertyValue> Fields(string kind, string value) =>
        ImmutableDictionary<string, PropertyValue>.Empty
            .Add("name", new(ForeignId)).Add("kind", new(kind)).Add("value", new(value));

    private static Snapshot Reload(Snapshot snapshot)
    {
        var serializer = new CheckpointSerializer(GoldenFiles.Secrets);
        var written = serializer.Write(snapshot with { Secrets = GoldenFiles.Secrets }, _name);
        return serializer.Read(CheckpointDocument.Parse(written));
    }
}
