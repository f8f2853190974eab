using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Embedded.Pulumi.Tests.Testing;

public sealed class MocksTests
{
    private static readonly TestOptions _update = new() { IsPreview = false };
    private readonly Mocks _mocks = new();

    [Fact]
    public async Task TestAsync_Inputs_ArriveInPlainTextWithoutUnknowns()
    {
        await Deployment.TestAsync(_mocks, _update, () =>
        {
            _ = new Thing("t", new()
            {
                Text = Output.CreateSecret("hidden"),
                Number = OutputUtilities.CreateUnknown(1),
                List = { "a", "b" },
                Map = { ["k"] = "v", ["later"] = OutputUtilities.CreateUnknown("") },
                Colour = Colour.Red,
                Part = new PartArgs { Size = 2 },
            });
        });

        var inputs = Assert.Single(_mocks.Resources).Inputs;
        Assert.Equal(["colour", "list", "part", "text"], inputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("hidden", inputs["text"]);
        Assert.Equal(["a", "b"], ((ImmutableArray<object?>)inputs["list"]).ToArray());
        Assert.Equal(2.0, ((ImmutableDictionary<string, object?>)inputs["part"])["size"]);
        Assert.Equal("red", inputs["colour"]);
    }

    [Fact]
    public async Task TestAsync_State_BecomesOutputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(_mocks, _update, () =>
        {
            var thing = new Thing("t", new() { Number = 4 });
            return new Dictionary<string, object?> { ["number"] = thing.Number, ["id"] = thing.Id };
        });

        Assert.IsType<Thing>(Assert.Single(resources));
        Assert.Equal(4, await OutputUtilities.GetValueAsync((Output<int>)outputs["number"]!));
        Assert.Equal("t_id", await OutputUtilities.GetValueAsync((Output<string>)outputs["id"]!));
    }

    [Fact]
    public async Task TestAsync_Defaults_AreAPreviewOfProjectAndStack()
    {
        var seen = "";
        await Deployment.TestAsync(_mocks, new TestOptions(), () =>
        {
            var run = Deployment.Instance;
            seen = $"{run.OrganizationName} {run.ProjectName} {run.StackName} {run.IsDryRun}";
        });

        Assert.Equal("organization project stack True", seen);
    }

    [Fact]
    public async Task TestAsync_Component_IsAResourceAndReportsItsOutputs()
    {
        var resources = await Deployment.TestAsync(_mocks, _update, () =>
        {
            _ = new Group("g", children: group => _ = new Thing("child", options: new() { Parent = group }));
        });

        Assert.Equal(["g", "child"], resources.Select(resource => resource.GetResourceName()));
        var outputs = _mocks.Outputs["urn:pulumi:stack::project::pulumi:pulumi:Stack$test:index:Group::g"];
        Assert.Equal("hidden", await OutputUtilities.GetValueAsync(outputs["named"]));
        Assert.True(await Output.IsSecretAsync(outputs["named"]));
    }

    [Fact]
    public async Task TestAsync_StackClass_IsTheFirstResource()
    {
        var resources = await Deployment.TestAsync<OneThing>(_mocks, _update);

        Assert.IsType<OneThing>(resources[0]);
        Assert.IsType<Thing>(resources[1]);
    }

    [Fact]
    public async Task TestAsync_ProgramThrows_ThrowsWhatTheUserWouldSee()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            _mocks, _update, (Action)(() => throw new RunException("no such topology"))));
        Assert.Equal("no such topology", error.Message);

        error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(_mocks, _update, () =>
        {
            _ = new Thing("t", new() { Part = new PartArgs() });
        }));
        Assert.Contains("is required", error.Message);
    }

    [Fact]
    public async Task TestAsync_ReadWithId_PassesTheIdToTheMock()
    {
        await Deployment.TestAsync(_mocks, _update, () => { _ = new Thing("t", null, new() { Id = "known" }); });
        Assert.Equal("known", Assert.Single(_mocks.Resources).Id);
    }

    [Fact]
    public async Task TestAsync_TwoAtOnce_DoNotSeeEachOther()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Deployment.TestAsync(
            new Mocks(), new TestOptions { StackName = $"s{i}" }, async () =>
            {
                await Task.Yield();
                _ = new Thing(Deployment.Instance.StackName);
            }))));

        Assert.Equal(
            Enumerable.Range(0, 8).Select(i => $"s{i}"),
            runs.Select(resources => Assert.Single(resources).GetResourceName()));
    }

    private sealed class OneThing : Stack
    {
        public OneThing() => _ = new Thing("t");
    }

    private sealed class Mocks : IMocks
    {
        public List<MockResourceArgs> Resources { get; } = [];
        public Dictionary<string, ImmutableDictionary<string, Output<object?>>> Outputs { get; } = [];

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Resources.Add(args);
            return Task.FromResult<(string?, object)>(($"{args.Name}_id", args.Inputs));
        }

        public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Args);

        public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
        {
            Outputs[args.Urn] = args.Outputs;
            return Task.CompletedTask;
        }
    }
}
