using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.Deploy;

/// <summary>What is there already and isn't in the state: refused, unless an interrupted creation left it.</summary>
public sealed class TakeOverTests
{
    private readonly TestStack _stack = new() { Provider = cloud => new FindingProvider(cloud) };

    private static void Program()
    {
        _ = new Thing("a", new() { Name = "a", Value = "new" });
        _ = new Thing("b", new() { Name = "b", Value = "new" });
        _ = new Thing("c", new() { Name = "c", Value = "new" });
    }

    [Fact]
    public async Task Preview_ObjectsOfAnotherState_NamesThemAll()
    {
        Put("a");
        Put("c");

        var result = await _stack.PreviewAsync(Program);

        Assert.False(result.Succeeded);
        Assert.Equal(
            [
                "RI4502 a: it is to be created, but it exists already. Delete it.",
                "RI4502 c: it is to be created, but it exists already. Delete it.",
            ],
            _stack.Errors.Order());
        Assert.Equal("Create 4", _stack.Counts);
    }

    [Fact]
    public async Task Up_ObjectOfAnotherState_IsLeftAsItIsAndNotPending()
    {
        Put("a");

        var result = await _stack.UpAsync(() => _ = new Thing("a", new() { Name = "a", Value = "new" }));

        Assert.False(result.Succeeded);
        Assert.StartsWith("RI4502 a: ", Assert.Single(_stack.Errors));
        Assert.Equal("old", FakeCloud.Text(_stack.Cloud.Find("a")!, "value"));
        Assert.Empty(_stack.Snapshot.PendingOperations);
        Assert.DoesNotContain("create a", _stack.Cloud.Calls);
    }

    [Fact]
    public async Task Up_AfterAKilledCreation_TakesUpWhatItLeft()
    {
        await KillWhileCreatingAsync();

        var preview = await _stack.PreviewAsync(Program);
        Assert.True(preview.Succeeded, string.Join('\n', _stack.Errors));
        await _stack.DoAsync(Program);

        Assert.Equal(["a", "b", "c"], _stack.Cloud.Objects.Keys);
        Assert.Equal("new", FakeCloud.Text(_stack.Cloud.Find("a")!, "value"));
    }

    [Fact]
    public async Task Up_AfterAKilledCreationOfAnotherKind_ReplacesWhatItLeft()
    {
        await KillWhileCreatingAsync();
        _stack.Provider = cloud => new FindingProvider(cloud) { DeletesBeforeReplace = true };
        void Other() => _ = new Thing("a", new() { Name = "a", Kind = "other" });

        var preview = await _stack.PreviewAsync(Other);
        Assert.True(preview.Succeeded, string.Join('\n', _stack.Errors));
        await _stack.DoAsync(Other);

        Assert.Equal("other", FakeCloud.Text(_stack.Cloud.Find("a")!, "kind"));
        Assert.Equal(["look for a", "read a"], _stack.Cloud.Calls.Where(c => c is "look for a" or "read a"));
    }

    [Fact]
    public async Task Preview_ReplacementThatDeletesFirst_IsNoTakeOver()
    {
        _stack.Provider = cloud => new FindingProvider(cloud) { DeletesBeforeReplace = true };
        await _stack.DoAsync(() => _ = new Thing("a", new() { Name = "a", Kind = "one" }));

        var result = await _stack.PreviewAsync(() => _ = new Thing("a", new() { Name = "a", Kind = "two" }));

        Assert.True(result.Succeeded, string.Join('\n', _stack.Errors));
    }

    [Fact]
    public async Task Preview_ReplacementOfTheSameNameThatCreatesFirst_IsRefused()
    {
        await _stack.DoAsync(() => _ = new Thing("a", new() { Name = "a", Kind = "one" }));

        var result = await _stack.PreviewAsync(() => _ = new Thing("a", new() { Name = "a", Kind = "two" }));

        Assert.False(result.Succeeded);
        Assert.StartsWith("RI4502 a: ", Assert.Single(_stack.Errors));
    }

    [Fact]
    public async Task Destroy_AfterAKilledCreation_LooksUpWhatItLeftAndDoesNotFinishIt()
    {
        await KillWhileCreatingAsync();

        var result = await _stack.DestroyAsync();

        Assert.True(result.Succeeded, string.Join('\n', _stack.Errors));
        Assert.Equal(["configure", "look for a", "read a", "delete a"], _stack.Cloud.Calls);
        Assert.Empty(_stack.Cloud.Objects);
        Assert.Empty(_stack.Snapshot.PendingOperations);
    }

    [Fact]
    public async Task Destroy_AfterACreationThatLeftNothing_LeavesWhatOthersMadeSince()
    {
        await KillWhileCreatingAsync();
        _stack.Provider = cloud => new FindingProvider(cloud) { IsForeign = id => id == "a" };

        var result = await _stack.DestroyAsync();

        Assert.True(result.Succeeded, string.Join('\n', _stack.Errors));
        Assert.Equal(["a"], _stack.Cloud.Objects.Keys);
        Assert.Empty(_stack.Snapshot.PendingOperations);
    }

    [Fact]
    public async Task Destroy_WhenTheLookFails_KeepsTheOperationForTheNextRun()
    {
        await KillWhileCreatingAsync();
        _stack.Provider = cloud => new FindingProvider(cloud)
        {
            Hook = (_, _, _) => throw new InvalidOperationException("no answer"),
        };

        var failed = await _stack.DestroyAsync();
        Assert.False(failed.Succeeded);
        Assert.Contains("no answer", Assert.Single(_stack.Errors));
        Assert.Single(_stack.Snapshot.PendingOperations);

        _stack.Provider = cloud => new FindingProvider(cloud);
        await _stack.DestroyAsync();
        Assert.Empty(_stack.Cloud.Objects);
    }

    [Fact]
    public async Task Up_CreationWithoutAnAnswer_IsTakenUpByTheNext()
    {
        _stack.Provider = cloud => new FindingProvider(cloud)
        {
            Hook = (call, isAfter, _) => isAfter && call == "create a"
                ? throw new OutcomeUnknownException(new IOException("connection lost")) : Task.CompletedTask,
        };

        var failed = await _stack.UpAsync(() => _ = new Thing("a", new() { Name = "a", Value = "new" }));
        Assert.False(failed.Succeeded);
        Assert.Equal("connection lost", Assert.Single(_stack.Errors));
        Assert.Equal(OperationType.Creating, Assert.Single(_stack.Snapshot.PendingOperations).Type);

        _stack.Provider = cloud => new FindingProvider(cloud);
        await _stack.DoAsync(Program);
        Assert.Equal(["a", "b", "c"], _stack.Cloud.Objects.Keys);
    }

    private void Put(string id) => _stack.Cloud.Apply(id, ImmutableDictionary<string, PropertyValue>.Empty
        .Add("name", new(id)).Add("value", new("old")));

    /// <summary>a is there, and the disk only knows that it was begun.</summary>
    private async Task KillWhileCreatingAsync()
    {
        Snapshot? written = null;
        _stack.OnSave = snapshot => written ??= snapshot;
        await _stack.UpAsync(() => _ = new Thing("a", new() { Name = "a", Value = "begun" }));
        Assert.Single(_stack.Cloud.Objects);
        _stack.OnSave = _ => { };
        _stack.Snapshot = written!;
        Assert.Single(written!.PendingOperations);
    }
}
