using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.Deploy;

/// <summary>Preview, refresh, destroy, import, targets, cancellation and pending operations.</summary>
public sealed class OperationTests
{
    private readonly TestStack _stack = new();

    private static void Chain()
    {
        var a = new Thing("a", new() { Name = "a", Value = "x" });
        var b = new Thing("b", new() { Name = "b", Value = a.Echo! });
        _ = new Thing("c", new() { Name = "c", Value = b.Name });
    }

    [Fact]
    public async Task Preview_NothingThere_TouchesNothing()
    {
        var result = await _stack.PreviewAsync(Chain);

        Assert.True(result.Succeeded);
        Assert.Equal("Create 4", _stack.Counts);
        Assert.Empty(_stack.Saved);
        Assert.Empty(_stack.Cloud.Objects);
    }

    [Fact]
    public async Task Preview_ProviderWithoutSupport_OutputsAreUnknown()
    {
        _stack.Provider = cloud => new FakeProvider(cloud) { SupportsPreview = false };

        var result = await _stack.PreviewAsync(() =>
        {
            var a = new Thing("a", new() { Name = "a", Value = "x" });
            _ = new Thing("b", new() { Value = a.Echo!, Other = a.Value! });
        });

        var b = result.Snapshot.Resources.Single(r => r.Urn == TestStack.UrnOf("b"));
        Assert.Equal(PropertyValue.Computed, b.Inputs["value"]);
        Assert.Equal("x", FakeCloud.Text(b.Inputs, "other"));
    }

    [Fact]
    public async Task Refresh_ChangedAndGone_StateFollows()
    {
        await _stack.DoAsync(Chain);
        _stack.Cloud.Remove("a");
        _stack.Cloud.Apply("b", _stack.Cloud.Find("b")!.SetItem("value", new PropertyValue("by hand")));

        var result = await _stack.RefreshAsync();

        Assert.True(result.Succeeded);
        Assert.Equal("Same 1, Update 1, Delete 1", _stack.Counts);
        Assert.Equal(["configure", "diff b", "diff c", "read a", "read b", "read c"], _stack.Cloud.Calls.Order());
        Assert.Equal("BY HAND", FakeCloud.Text(_stack.State("b").Outputs, "echo"));
        Assert.Empty(_stack.State("b").Dependencies);
        Assert.DoesNotContain(_stack.Snapshot.Resources, r => r.Urn == TestStack.UrnOf("a"));
    }

    [Fact]
    public async Task Refresh_NothingChanged_WritesNothing()
    {
        await _stack.DoAsync(Chain);
        var before = _stack.Snapshot;

        await _stack.RefreshAsync();

        Assert.Same(before, _stack.Snapshot);
        Assert.Empty(_stack.Saved);
    }

    [Fact]
    public async Task Destroy_Chain_DeletesInReverseOrder()
    {
        await _stack.DoAsync(Chain);

        var result = await _stack.DestroyAsync();

        Assert.True(result.Succeeded);
        Assert.Equal(["configure", "delete c", "delete b", "delete a"], _stack.Cloud.Calls);
        Assert.Empty(_stack.Snapshot.Resources);
        Assert.Equal("Delete 4", _stack.Counts);
    }

    [Fact]
    public async Task Destroy_OneFails_WhatItNeedsStays()
    {
        await _stack.DoAsync(Chain);
        _stack.Provider = cloud => new FakeProvider(cloud)
        {
            Hook = (call, _, _) => call == "delete b"
                ? throw new InvalidOperationException("in use") : Task.CompletedTask,
        };

        var result = await _stack.DestroyAsync();

        Assert.False(result.Succeeded);
        Assert.Equal("in use", Assert.Single(_stack.Errors));
        Assert.Equal(["a", "b"], _stack.Cloud.Objects.Keys);
        Assert.Empty(_stack.Snapshot.PendingOperations);
        Assert.Equal("Delete 1", _stack.Counts);
    }

    [Fact]
    public async Task Destroy_TargetWithDependents_NeedsTheFlag()
    {
        await _stack.DoAsync(Chain);

        var refused = await _stack.DestroyAsync(new EngineOptions { Targets = [TestStack.UrnOf("b")] });
        Assert.False(refused.Succeeded);
        Assert.Contains("--target-dependents", Assert.Single(_stack.Errors));
        Assert.Equal(3, _stack.Cloud.Objects.Count);

        var done = await _stack.DestroyAsync(new EngineOptions { Targets = ["**::b"], TargetDependents = true });
        Assert.True(done.Succeeded);
        Assert.Equal(["a"], _stack.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task Up_Target_LeavesAllElse()
    {
        void Program(string text)
        {
            _ = new Thing("a", new() { Value = text });
            _ = new Thing("b", new() { Value = text });
        }

        await _stack.DoAsync(() => Program("1"));
        await _stack.UpAsync(() => Program("2"), new EngineOptions { Targets = [TestStack.UrnOf("b")] });

        Assert.Equal(["Update b"], _stack.Steps);
        Assert.Equal("1", FakeCloud.Text(_stack.State("a").Inputs, "value"));
    }

    [Fact]
    public async Task Up_UnknownTarget_IsTold()
    {
        var result = await _stack.UpAsync(() => _ = new Thing("a"), new EngineOptions { Targets = ["urn:no"] });

        Assert.False(result.Succeeded);
        Assert.Equal("no resource named 'urn:no' found", Assert.Single(_stack.Errors));
    }

    [Fact]
    public async Task Up_ReplaceOption_ReplacesAnUnchangedResource()
    {
        await _stack.DoAsync(() => _ = new Thing("a"));

        await _stack.UpAsync(() => _ = new Thing("a"), new EngineOptions { Replace = [TestStack.UrnOf("a")] });

        Assert.Equal(["CreateReplacement a", "Replace a", "DeleteReplaced a"], _stack.Steps);
        Assert.Equal(["a-2"], _stack.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task Import_ExistingObject_StandsInTheStateProtected()
    {
        await _stack.DoAsync(Chain);
        _stack.Cloud.Apply("there", _stack.Cloud.Find("a")!);

        var result = await _stack.OnAsync(e => e.ImportAsync(
            _stack.Snapshot, new ImportRequest("fake:index:Thing", "d", "there"), new(), default));

        Assert.True(result.Succeeded, string.Join('\n', _stack.Errors));
        var state = _stack.State("d");
        Assert.Equal(("there", true, TestStack.Root), (state.Id, state.Protect, state.Parent));
        Assert.Equal("a", FakeCloud.Text(state.Inputs, "name"));
    }

    [Fact]
    public async Task Up_OneFails_OthersUnderWayAreRecorded()
    {
        var bothStarted = new CountdownEvent(2);
        _stack.Provider = cloud => new FakeProvider(cloud)
        {
            Hook = async (call, isAfter, _) =>
            {
                if (isAfter) return;
                bothStarted.Signal();
                while (!bothStarted.IsSet) await Task.Delay(1, CancellationToken.None);
                if (call == "create a") throw new InvalidOperationException("no room");
            },
        };

        var result = await _stack.UpAsync(() =>
        {
            _ = new Thing("a", new() { Name = "a" });
            _ = new Thing("b", new() { Name = "b" });
        });

        Assert.False(result.Succeeded);
        Assert.Equal("no room", Assert.Single(_stack.Errors));
        Assert.Equal("b", _stack.State("b").Id);
        Assert.DoesNotContain(_stack.Snapshot.Resources, r => r.Urn == TestStack.UrnOf("a"));
        Assert.Empty(_stack.Snapshot.PendingOperations);
    }

    [Fact]
    public async Task Up_Stopped_TellsTheProviderAndKeepsTheOperationPending()
    {
        using var stop = new CancellationTokenSource();
        _stack.Tokens = new RunTokens(stop.Token, CancellationToken.None);
        _stack.Provider = cloud => new FakeProvider(cloud)
        {
            Hook = async (_, isAfter, ct) =>
            {
                if (!isAfter) return;
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, ct);
            },
        };

        var result = await _stack.UpAsync(() => _ = new Thing("a"));

        Assert.False(result.Succeeded);
        Assert.Equal(OperationType.Creating, Assert.Single(_stack.Snapshot.PendingOperations).Type);
        _stack.Tokens = default;
        _stack.Provider = null;
        await _stack.DoAsync(() => _ = new Thing("a"));
        Assert.Contains(_stack.Events.OfType<EngineEvent.Diagnostic>(), d => d.Severity == LogSeverity.Warning
            && d.Message.Contains($"* {TestStack.UrnOf("a")}, interrupted while creating"));
        Assert.Equal(["a-1"], _stack.Cloud.Objects.Keys);
        Assert.Empty(_stack.Snapshot.PendingOperations);
    }

    [Fact]
    public async Task Up_Aborted_DoesNotWaitForTheProvider()
    {
        using var abort = new CancellationTokenSource();
        _stack.Tokens = new RunTokens(abort.Token, abort.Token);
        _stack.Provider = cloud => new FakeProvider(cloud)
        {
            Hook = async (_, _, _) =>
            {
                await abort.CancelAsync();
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            },
        };

        var result = await _stack.UpAsync(() => _ = new Thing("a"));

        Assert.False(result.Succeeded);
        Assert.Single(_stack.Snapshot.PendingOperations);
    }

    [Fact]
    public async Task Destroy_AfterAKilledCreation_LeavesNothing()
    {
        _stack.Provider = cloud => new FakeProvider(cloud)
        {
            Hook = (_, isAfter, _) => isAfter ? throw new IOException("killed") : Task.CompletedTask,
        };
        Snapshot? written = null;
        _stack.OnSave = s => written ??= s;
        await _stack.UpAsync(() => _ = new Thing("a"));
        Assert.Single(_stack.Cloud.Objects);
        _stack.Provider = null;
        _stack.Snapshot = written!;

        var result = await _stack.DestroyAsync();

        Assert.True(result.Succeeded, string.Join('\n', _stack.Errors));
        Assert.Empty(_stack.Cloud.Objects);
        Assert.Empty(_stack.Snapshot.Resources);
        Assert.Empty(_stack.Snapshot.PendingOperations);
    }
}
