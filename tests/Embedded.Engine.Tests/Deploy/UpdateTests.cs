using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.Deploy;

public sealed class UpdateTests
{
    [Fact]
    public async Task Up_NewResource_ChecksAndCreatesItAfterItsProvider()
    {
        var stack = new TestStack();

        await stack.DoAsync(() => _ = new Thing("a", new() { Name = "a", Value = "x" }));

        Assert.Equal(["checkConfig default", "configure", "check a", "create a"], stack.Cloud.Calls);
        Assert.Equal("Create 2", stack.Counts);
        Assert.Equal(
            [TestStack.Root, "urn:pulumi:dev::prog::pulumi:providers:fake::default", TestStack.UrnOf("a")],
            stack.Snapshot.Resources.Select(r => r.Urn));
        var state = stack.State("a");
        Assert.Equal("a", state.Id);
        Assert.True(Guid.TryParse(stack.State("default").Id, out _));
        Assert.Equal($"{stack.State("default").Urn}::{stack.State("default").Id}", state.Provider);
        Assert.True(state.Outputs["token"].IsSecret);
        Assert.Equal(state.Created, state.Modified);
        Assert.NotEmpty(state.Created);
    }

    [Fact]
    public async Task Up_NewResource_IsPendingOnDiskWhileItIsMade()
    {
        var stack = new TestStack();

        await stack.DoAsync(() => _ = new Thing("a", new() { Value = "x" }));

        var pending = Assert.Single(stack.Saved, s => s.PendingOperations.Count > 0).PendingOperations.Single();
        Assert.Equal(OperationType.Creating, pending.Type);
        Assert.Equal("a-1", FakeCloud.Text(pending.Resource.Inputs, "name"));
        Assert.Equal("", pending.Resource.Id);
        Assert.Empty(stack.Snapshot.PendingOperations);
    }

    [Fact]
    public async Task Up_NothingChanged_WritesNothing()
    {
        var stack = new TestStack();
        void Program()
        {
            var a = new Thing("a", new() { Value = "x" });
            _ = new Thing("b", new() { Value = a.Echo! });
        }

        await stack.DoAsync(Program);
        var before = stack.Snapshot;

        await stack.DoAsync(Program);

        Assert.Same(before, stack.Snapshot);
        Assert.Empty(stack.Saved);
        Assert.Equal("Same 3", stack.Counts);
        Assert.Equal(["checkConfig default", "configure", "check a", "diff a", "check b", "diff b"], stack.Cloud.Calls);
    }

    [Fact]
    public async Task Up_ChangedInput_UpdatesInPlace()
    {
        var stack = new TestStack();
        await stack.DoAsync(() => _ = new Thing("a", new() { Value = "x" }));
        var before = stack.State("a");

        await stack.DoAsync(() => _ = new Thing("a", new() { Value = "y" }));

        Assert.Equal(["checkConfig default", "configure", "check a", "diff a", "update a"], stack.Cloud.Calls);
        Assert.Equal(["Update a"], stack.Steps);
        var after = stack.State("a");
        Assert.Equal((before.Id, before.Created, "Y"),
            (after.Id, after.Created, FakeCloud.Text(after.Outputs, "echo")));
        Assert.NotEqual(before.Modified, after.Modified);
    }

    [Fact]
    public async Task Up_ReplacingChange_CreatesBeforeItDeletes()
    {
        var stack = new TestStack();
        await stack.DoAsync(() => _ = new Thing("a", new() { Kind = "1" }));

        await stack.DoAsync(() => _ = new Thing("a", new() { Kind = "2" }));

        Assert.Equal(
            ["checkConfig default", "configure", "check a", "diff a", "check a", "create a", "delete a"],
                stack.Cloud.Calls);
        Assert.Equal(["CreateReplacement a", "Replace a", "DeleteReplaced a"], stack.Steps);
        Assert.Equal("Same 1, Replace 1", stack.Counts);
        Assert.Equal(["a-2"], stack.Cloud.Objects.Keys);
        Assert.Contains(stack.Saved, s => s.Resources.Count(r => r.Urn == TestStack.UrnOf("a")) == 2
            && s.Resources.Single(r => r.Delete).Id == "a-1");
    }

    [Fact]
    public async Task Up_DeleteBeforeReplace_DeletesDependentsFirstAndMakesThemAgain()
    {
        var stack = new TestStack();
        void Program(string kind)
        {
            var a = new Thing("a", new() { Name = "a", Kind = kind }, new() { DeleteBeforeReplace = true });
            _ = new Thing("b", new() { Name = "b", Kind = a.Token });
            _ = new Thing("c", new() { Name = "c", Value = a.Token });
            _ = new Thing("d", new() { Name = "d" }, new() { DependsOn = { a } });
        }

        await stack.DoAsync(() => Program("1"));

        await stack.DoAsync(() => Program("2"));

        Assert.Equal(["delete b", "delete a", "create a", "create b"],
            stack.Cloud.Calls.Where(c => c.StartsWith("create") || c.StartsWith("delete")));
        Assert.Equal(["a", "b", "c", "d"], stack.Cloud.Objects.Keys);
        Assert.DoesNotContain(stack.Snapshot.Resources, r => r.Delete || r.PendingReplacement);
        Assert.Equal("Same 3, Replace 2", stack.Counts);
    }

    [Fact]
    public async Task Up_ProviderDeletesBeforeReplace_OptionOverridesIt()
    {
        var stack = new TestStack { Provider = cloud => new FakeProvider(cloud) { DeletesBeforeReplace = true } };
        void Program(string kind)
        {
            _ = new Thing("a", new() { Name = $"a{kind}" });
            _ = new Thing("b", new() { Name = $"b{kind}" }, new() { DeleteBeforeReplace = false });
        }

        await stack.DoAsync(() => Program("1"));

        await stack.DoAsync(() => Program("2"));

        var calls = stack.Cloud.Calls;
        Assert.True(calls.IndexOf("delete a") < calls.IndexOf("create a"));
        Assert.True(calls.IndexOf("create b") < calls.IndexOf("delete b"));
    }

    [Fact]
    public async Task Up_ResourceNotDeclaredAnyMore_IsDeletedAfterWhatNeedsIt()
    {
        var stack = new TestStack();
        await stack.DoAsync(() =>
        {
            var a = new Thing("a", new() { Name = "a" });
            var b = new Thing("b", new() { Name = "b", Value = a.Name });
            _ = new Thing("c", new() { Name = "c" }, new() { DependsOn = { b } });
        });

        await stack.DoAsync(() => { });

        Assert.Equal(["configure", "delete c", "delete b", "delete a"], stack.Cloud.Calls);
        Assert.Equal([TestStack.Root], stack.Snapshot.Resources.Select(r => r.Urn));
        Assert.Equal("Same 1, Delete 3", stack.Counts);
    }

    [Fact]
    public async Task Up_ProgramFails_DeletesNothing()
    {
        var stack = new TestStack();
        await stack.DoAsync(() => _ = new Thing("a"));

        var result = await stack.UpAsync(() => throw new InvalidOperationException("no"));

        Assert.False(result.Succeeded);
        Assert.Contains("no", Assert.Single(stack.Errors));
        Assert.Empty(stack.Cloud.Calls);
        Assert.Single(stack.Cloud.Objects);
    }

    [Fact]
    public async Task Up_UnknownPackage_IsRefusedByName()
    {
        var stack = new TestStack();

        var result = await stack.UpAsync(() =>
            _ = new global::Pulumi.CustomResource("aws:s3:Bucket", "x", null));

        Assert.False(result.Succeeded);
        Assert.Equal(
            "RI5010 package 'aws': there is no provider for it, but the embedded engine downloads no plugins; it has "
                + "fake. "
            + "Correct the resource's type, or run the program with the Pulumi CLI.", Assert.Single(stack.Errors));
    }

    [Fact]
    public async Task Up_SameNameTwice_IsRefused()
    {
        var stack = new TestStack();

        var result = await stack.UpAsync(() =>
        {
            _ = new Thing("a");
            _ = new Thing("a");
        });

        Assert.False(result.Succeeded);
        Assert.Equal(
            $"Duplicate resource URN '{TestStack.UrnOf("a")}'; try giving it a unique name",
                Assert.Single(stack.Errors));
    }

    [Fact]
    public async Task Up_RefusedInputs_SaysWhichAndWhy()
    {
        var stack = new TestStack
        {
            Provider = cloud => new FakeProvider(cloud) { Refuses = _ =>
                [new("value", "too long"), new("kind", "unknown")] },
        };

        var result = await stack.UpAsync(() => _ = new Thing("a", new() { Value = "xyz" }));

        Assert.False(result.Succeeded);
        Assert.Equal(
            ["property value value {xyz} has a problem: too long",
                "property kind value {<nil>} has a problem: unknown"],
            stack.Errors);
        Assert.Empty(stack.Cloud.Objects);
    }
}
