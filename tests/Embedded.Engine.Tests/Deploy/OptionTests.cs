using Pulumi;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Steps;

namespace Embedded.Engine.Tests.Deploy;

/// <summary>One test for each resource option.</summary>
public sealed class OptionTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task IgnoreChanges_PathsAndWildcards_KeepTheOldValues()
    {
        void Program(string text) => _ = new Thing(
            "a", new() { Value = text, Other = text, Labels = { ["x"] = text, ["y.z"] = text } },
            new() { IgnoreChanges = { "value", "labels[\"y.z\"]" } });
        await _stack.DoAsync(() => Program("1"));

        await _stack.DoAsync(() => Program("2"));

        var inputs = _stack.State("a").Inputs;
        Assert.Equal(("1", "2"), (FakeCloud.Text(inputs, "value"), FakeCloud.Text(inputs, "other")));
        Assert.True(inputs["labels"].TryGetMap(out var labels));
        Assert.Equal(("2", "1"), (FakeCloud.Text(labels!, "x"), FakeCloud.Text(labels!, "y.z")));
    }

    [Fact]
    public async Task ReplaceOnChanges_ChangeBelowThePath_Replaces()
    {
        void Program(string text) => _ = new Thing(
            "a", new() { Labels = { ["x"] = text } }, new() { ReplaceOnChanges = { "labels.*" } });
        await _stack.DoAsync(() => Program("1"));

        await _stack.DoAsync(() => Program("2"));

        Assert.Equal(["CreateReplacement a", "Replace a", "DeleteReplaced a"], _stack.Steps);
    }

    [Fact]
    public async Task Protect_NotDeclaredAnyMore_NothingIsDeleted()
    {
        await _stack.DoAsync(() =>
        {
            _ = new Thing("a", null, new() { Protect = true });
            _ = new Thing("b");
        });

        var result = await _stack.UpAsync(() => { });

        Assert.False(result.Succeeded);
        Assert.StartsWith(
            $"unable to delete resource \"{TestStack.UrnOf("a")}\"\nas it is currently marked for protection.",
            Assert.Single(_stack.Errors));
        Assert.Equal(2, _stack.Cloud.Objects.Count);
    }

    [Fact]
    public async Task RetainOnDelete_NotDeclaredAnyMore_LeavesTheStateOnly()
    {
        await _stack.DoAsync(() => _ = new Thing("a", null, new() { RetainOnDelete = true }));

        await _stack.DoAsync(() => { });

        Assert.Equal(["Delete a"], _stack.Steps);
        Assert.Empty(_stack.Cloud.Calls);
        Assert.Single(_stack.Cloud.Objects);
        Assert.Equal([TestStack.Root], _stack.Snapshot.Resources.Select(r => r.Urn));
    }

    [Fact]
    public async Task DeletedWith_BothGo_OnlyTheOtherIsDeleted()
    {
        await _stack.DoAsync(() =>
        {
            var a = new Thing("a");
            _ = new Thing("b", null, new() { DeletedWith = a });
        });

        await _stack.DoAsync(() => { });

        Assert.Equal(["configure", "delete a"], _stack.Cloud.Calls);
        Assert.Equal([TestStack.Root], _stack.Snapshot.Resources.Select(r => r.Urn));
    }

    [Fact]
    public async Task Aliases_NameParentAndInherited_NothingIsMadeAnew()
    {
        await _stack.DoAsync(() =>
        {
            _ = new Thing("old");
            var group = new Group("g");
            var child = new Thing("g-child", null, new() { Parent = group });
            _ = new Thing("user", new() { Value = child.Name });
        });
        var ids = _stack.Cloud.Objects.Keys;

        await _stack.DoAsync(() =>
        {
            _ = new Thing("new", null, new() { Aliases = { new Alias { Name = "old" } } });
            var group = new Group("h", new() { Aliases = { new Alias { Name = "g" } } });
            var child = new Thing("h-child", null, new() { Parent = group });
            _ = new Thing("user", new() { Value = child.Name });
        });

        Assert.Equal("Same 5", _stack.Counts);
        Assert.Equal(ids, _stack.Cloud.Objects.Keys);
        Assert.Equal(
            TestStack.UrnOf("h-child", "test:index:Group$"), Assert.Single(_stack.State("user").Dependencies));
    }

    [Fact]
    public async Task ImportId_ExistingResource_IsAdopted()
    {
        _stack.Cloud.Apply("there", System.Collections.Immutable.ImmutableDictionary<string, PropertyValue>.Empty
            .Add("name", new("there")).Add("value", new("x")));
        void Program() => _ = new Thing("a", new() { Name = "there", Value = "x" }, new() { ImportId = "there" });

        await _stack.DoAsync(Program);

        Assert.Equal(["Import a"], _stack.Steps);
        Assert.Equal(("there", "there"), (_stack.State("a").Id, _stack.State("a").ImportId));
        Assert.DoesNotContain(_stack.Cloud.Calls, c => c.StartsWith("create", StringComparison.Ordinal));
        await _stack.DoAsync(Program);
        Assert.Equal("Same 2", _stack.Counts);
    }

    [Fact]
    public async Task ImportId_OtherInputs_IsRefused()
    {
        _stack.Cloud.Apply("there", System.Collections.Immutable.ImmutableDictionary<string, PropertyValue>.Empty
            .Add("name", new("there")).Add("value", new("x")));

        var result = await _stack.UpAsync(() =>
            _ = new Thing("a", new() { Name = "there", Value = "y" }, new() { ImportId = "there" }));

        Assert.False(result.Succeeded);
        Assert.Equal("inputs to import do not match the existing resource: value", Assert.Single(_stack.Errors));
    }

    [Fact]
    public async Task Id_ExistingResource_IsReadAndNeverDeleted()
    {
        _stack.Cloud.Apply("there", System.Collections.Immutable.ImmutableDictionary<string, PropertyValue>.Empty
            .Add("value", new("x")));

        await _stack.DoAsync(() => _ = new Thing("a", null, new() { Id = "there" }));

        Assert.Equal(["Read a"], _stack.Steps);
        Assert.True(_stack.State("a").External);
        Assert.Equal("X", FakeCloud.Text(_stack.State("a").Outputs, "echo"));
        await _stack.DoAsync(() => { });
        Assert.Single(_stack.Cloud.Objects);
        Assert.Equal([TestStack.Root], _stack.Snapshot.Resources.Select(r => r.Urn));
    }

    [Fact]
    public async Task Secrets_OfInputsAndNamedOutputs_StaySecret()
    {
        await _stack.DoAsync(() => _ = new Thing(
            "a", new() { Value = Output.CreateSecret("s"), Other = "o" },
            new() { AdditionalSecretOutputs = { "other" } }));

        var state = _stack.State("a");
        Assert.True(state.Inputs["value"].IsSecret);
        Assert.All(["value", "other", "token"], name => Assert.True(state.Outputs[name].IsSecret, name));
        Assert.False(state.Outputs["name"].IsSecret);
    }

    [Fact]
    public async Task CustomTimeouts_Given_ReachTheProviderAndTheState()
    {
        var timeouts = new List<TimeSpan>();
        _stack.Provider = cloud => new TimeoutProvider(cloud, timeouts);

        await _stack.DoAsync(() => _ = new Thing(
            "a", null, new() { CustomTimeouts = new() { Create = TimeSpan.FromMinutes(5) } }));

        Assert.Equal([TimeSpan.FromMinutes(5)], timeouts);
        Assert.Equal(TimeSpan.FromMinutes(5), _stack.State("a").CustomTimeouts!.Create);
    }

    [Fact]
    public async Task InitErrors_FromCreate_AreRecordedAndUpdatedNextTime()
    {
        _stack.Provider = cloud => new FakeProvider(cloud)
        {
            Hook = (call, isAfter, _) => isAfter ? throw new InvalidOperationException("not live") : Task.CompletedTask,
        };
        var result = await _stack.UpAsync(() => _ = new Thing("a"));
        Assert.False(result.Succeeded);
        Assert.Equal("not live", Assert.Single(_stack.Errors));
        Assert.Equal("not live", Assert.Single(_stack.State("a").InitErrors));
        Assert.NotEmpty(_stack.State("a").Id);

        _stack.Provider = null;
        await _stack.DoAsync(() => _ = new Thing("a"));

        Assert.Equal(["Update a"], _stack.Steps);
        Assert.Empty(_stack.State("a").InitErrors);
    }

    [Fact]
    public async Task ExplicitProvider_MovedElsewhere_ReplacesWhatLivesThere()
    {
        void Program(string cluster)
        {
            var provider = new FakeProviderResource("p", new() { Cluster = cluster });
            _ = new Thing("a", null, new() { Provider = provider });
        }

        await _stack.DoAsync(() => Program("1"));
        Assert.StartsWith("urn:pulumi:dev::prog::pulumi:providers:fake::p::", _stack.State("a").Provider);

        await _stack.DoAsync(() => Program("2"));

        Assert.Equal(["CreateReplacement a", "Replace a", "DeleteReplaced a"], _stack.Steps);
        Assert.Equal("Same 1, Replace 2", _stack.Counts);
    }

    [Fact]
    public async Task DefaultProvider_ConfigOfItsPackage_IsItsInputs()
    {
        var stack = new TestStack { Config = _stack.Config.Add("fake:cluster", "c").Add("prog:other", "x") };

        await stack.DoAsync(() => _ = new Thing("a", null, new() { Version = "1.2.3" }));

        var provider = stack.Snapshot.Resources.Single(r => Urns.IsProviderType(r.Type));
        Assert.Equal("default_1_2_3", Urns.Name(provider.Urn));
        Assert.Equal(["cluster", "version"], provider.Inputs.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Component_RegisteredOutputs_StandInTheState()
    {
        await _stack.DoAsync(() => new Group("g").Finish(new() { ["answer"] = Output.CreateSecret("42") }));

        Assert.Equal(new PropertyValue("42").WithSecret(true), _stack.State("g").Outputs["answer"]);
        var completed = _stack.Events.OfType<EngineEvent.ResourceOutputs>()
            .Last(e => e.Step.Type == "test:index:Group");
        Assert.Equal(StepOp.Create, completed.Step.Op);
        Assert.Single(completed.Step.New!.Outputs);
    }

    private sealed class TimeoutProvider(FakeCloud cloud, List<TimeSpan> timeouts) : FakeProvider(cloud)
    {
        public override Task<global::Pulumi.Experimental.Provider.CreateResponse> Create(
            global::Pulumi.Experimental.Provider.CreateRequest request, CancellationToken ct)
        {
            timeouts.Add(request.Timeout);
            return base.Create(request, ct);
        }
    }
}
