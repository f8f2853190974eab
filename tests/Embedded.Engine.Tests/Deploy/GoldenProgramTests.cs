using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.Deploy;

/// <summary>The same program under this engine and under the real one, whose files are in Golden/.</summary>
public sealed class GoldenProgramTests : IEngineEvents, ISnapshotStore
{
    private const string First =
        "urn:pulumi:golden::prog::redisinfra:index:Team$redislab:index:AclUser::orders-first";

    private readonly List<EngineEvent> _events = [];
    private readonly List<Snapshot> _saved = [];

    [Fact]
    public async Task Up_StateOfTheRealEngine_FindsNothingToChange()
    {
        var bytes = await File.ReadAllBytesAsync(GoldenFiles.PathOf("stack.json"));
        var serializer = new CheckpointSerializer(GoldenFiles.Secrets);

        var result = await Engine.UpAsync(
            serializer.Read(CheckpointDocument.Parse(bytes)), () => GoldenProgram.RunAsync(), new(), default);

        Assert.True(result.Succeeded, Messages());
        Assert.Equal([KeyValuePair.Create(StepOp.Same, 5)], result.Changes);
        Assert.Empty(_saved);
        Assert.Equal(
            Encoding.UTF8.GetString(bytes).TrimEnd(),
            Encoding.UTF8.GetString(serializer.Write(result.Snapshot, GoldenFiles.Stack)));
    }

    [Fact]
    public async Task Up_EmptyState_MakesTheStateOfTheRealEngine()
    {
        var serializer = new CheckpointSerializer(GoldenFiles.Secrets);
        var empty = Snapshot.Empty(GoldenFiles.Secrets, TimeProvider.System);

        var result = await Engine.UpAsync(empty, () => GoldenProgram.RunAsync(), new(), default);

        Assert.True(result.Succeeded, Messages());
        Assert.Equal([KeyValuePair.Create(StepOp.Create, 5)], result.Changes);
        var golden = serializer.Export(GoldenFiles.LoadSnapshot(), showSecrets: true);
        var ours = serializer.Export(result.Snapshot, showSecrets: true);
        Assert.Equal(WithoutChance(golden), WithoutChance(ours));
    }

    [Fact]
    public async Task Preview_EmptyState_PassesKnownOutputsOn()
    {
        var result = await Engine.PreviewAsync(
            Snapshot.Empty(GoldenFiles.Secrets, TimeProvider.System), () => GoldenProgram.RunAsync(), new(), default);

        Assert.True(result.Succeeded, Messages());
        Assert.Equal([KeyValuePair.Create(StepOp.Create, 5)], result.Changes);
        var second = result.Snapshot.Resources.Single(r => r.Urn.EndsWith("::orders-second", StringComparison.Ordinal));
        Assert.Equal(new PropertyValue("ann-2"), second.Inputs["name"]);
        Assert.Empty(_saved);
    }

    [Fact]
    public async Task Preview_ProtectedReplacement_IsRefusedInTheRealEnginesWords()
    {
        var result = await Engine.PreviewAsync(
            GoldenFiles.LoadSnapshot(), () => GoldenProgram.RunAsync("bea"), new(), default);

        Assert.False(result.Succeeded);
        var error = Assert.Single(_events.OfType<EngineEvent.Diagnostic>());
        Assert.Equal((First, LogSeverity.Error), (error.Urn, error.Severity));
        Assert.Contains($"error: {error.Message}\n", GoldenFiles.Text("preview-protected-replace.txt"));
        Assert.Equal(
            [KeyValuePair.Create(StepOp.Same, 4), KeyValuePair.Create(StepOp.Replace, 1)], result.Changes);
    }

    [Fact]
    public async Task Up_ProtectedReplacement_TouchesNothing()
    {
        var snapshot = GoldenFiles.LoadSnapshot();

        var result = await Engine.UpAsync(snapshot, () => GoldenProgram.RunAsync("bea"), new(), default);

        Assert.False(result.Succeeded);
        Assert.Empty(_saved);
        Assert.Same(snapshot, result.Snapshot);
    }

    void IEngineEvents.Emit(EngineEvent engineEvent) => _events.Add(engineEvent);

    Task ISnapshotStore.SaveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        _saved.Add(snapshot);
        return Task.CompletedTask;
    }

    private StackEngine Engine => new(new EngineHost(GoldenFiles.Stack, this, this, TimeProvider.System)
    {
        Config = ImmutableDictionary<string, string>.Empty
            .Add("prog:password", "s3cret \"quoted\" ü").Add("prog:shards", "3"),
        SecretConfigKeys = ["prog:password"],
        Providers = ImmutableDictionary<string, Func<IEngine, Provider>>.Empty
            .Add("redislab", _ => new GoldenProgram.Lab()),
    });

    private string Messages() =>
        string.Join('\n', _events.OfType<EngineEvent.Diagnostic>().Select(d => d.Message));

    /// <summary>Times, and the ids that are made up: by which the two can't be compared.</summary>
    private static string WithoutChance(string export)
    {
        var deployment = JsonNode.Parse(export)!["deployment"]!.AsObject();
        deployment["manifest"]!["time"] = "";
        var provider = deployment["resources"]!.AsArray()
            .Single(r => r!["type"]!.GetValue<string>() == "pulumi:providers:redislab")!;
        var id = provider["id"]!.GetValue<string>();
        foreach (var resource in deployment["resources"]!.AsArray())
        {
            resource!["created"] = "";
            resource["modified"] = "";
        }

        return deployment.ToJsonString(new() { WriteIndented = true }).Replace(id, "ID");
    }
}
