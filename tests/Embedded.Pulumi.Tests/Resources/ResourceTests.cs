using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Hosting;
using Pulumi.Utilities;

namespace Embedded.Pulumi.Tests.Resources;

public sealed class ResourceTests
{
    private const string ThingUrn = "urn:pulumi:dev::prog::test:index:Thing::";
    private const string GroupUrn = "urn:pulumi:dev::prog::test:index:Group::";

    [Fact]
    public async Task Register_InputsFromAnotherResource_DependOnItPerProperty()
    {
        var monitor = await TestRun.OfAsync(() =>
        {
            var first = new Thing("first", new() { Text = "t" });
            var second = new Thing("second");
            _ = new Thing("third", new() { Text = first.Text, Number = 3, Map = { ["k"] = second.Id } });
        });

        var third = monitor.Request("third");
        Assert.Equal(new PropertyValue("t"), third.Inputs["text"]);
        Assert.Equal([ThingUrn + "first"], third.PropertyDependencies["text"]);
        Assert.Equal([ThingUrn + "second"], third.PropertyDependencies["map"]);
        Assert.Empty(third.PropertyDependencies["number"]);
        Assert.Equal([ThingUrn + "first", ThingUrn + "second"], third.Dependencies.Order(StringComparer.Ordinal));
        Assert.False(third.Inputs.ContainsKey("part"));
    }

    [Fact]
    public async Task Register_DependsOnComponent_WaitsForItsCustomChildren()
    {
        var monitor = await TestRun.OfAsync(() =>
        {
            var group = new Group("g", children: outer =>
            {
                _ = new Thing("direct", options: new() { Parent = outer });
                _ = new Group("inner", new() { Parent = outer }, inner =>
                    _ = new Thing("deep", options: new() { Parent = inner }));
            });
            _ = new Thing("after", options: new() { DependsOn = { group } });
        });

        Assert.Equal(
            ["urn:pulumi:dev::prog::test:index:Group$test:index:Group$test:index:Thing::deep",
             "urn:pulumi:dev::prog::test:index:Group$test:index:Thing::direct"],
            monitor.Request("after").Dependencies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Register_Outputs_AreReadIntoTheirProperties()
    {
        var seen = new List<string>();
        await TestRun.OfAsync(
            () =>
            {
                var thing = new Thing("t");
                Output.Tuple(thing.List, thing.Part, thing.Either, thing.Text).Apply(t =>
                {
                    seen.Add($"{string.Join('+', t.Item1)} {t.Item2?.Size} {t.Item3.AsT1} {t.Item4 ?? "none"}");
                    return 0;
                });
            },
            answer: request => request.Name != "t" ? null : new(ThingUrn + "t", "id", ImmutableDictionary
                .CreateRange<string, PropertyValue>(
                [
                    new("list", new(ImmutableArray.Create<PropertyValue>(new("a"), new("b")))),
                    new("part", new(ImmutableDictionary<string, PropertyValue>.Empty.Add("size", new(2)))),
                    new("either", new("http")),
                ])));

        Assert.Equal(["a+b 2 http none"], seen);
    }

    [Fact]
    public async Task Register_PreviewOfANewResource_LeavesIdAndOutputsUnknown()
    {
        Thing? thing = null;
        await TestRun.OfAsync(
            () => thing = new Thing("t"),
            preview: true,
            answer: request => request.Custom
                ? new(ThingUrn + "t", null, ImmutableDictionary<string, PropertyValue>.Empty.Add("number", new(1)))
                : null);

        Assert.True(await OutputUtilities.GetIsKnownAsync(thing!.Urn));
        Assert.False(await OutputUtilities.GetIsKnownAsync(thing.Id));
        Assert.False(await OutputUtilities.GetIsKnownAsync(thing.Text));
        Assert.True(await OutputUtilities.GetIsKnownAsync(thing.Number));
    }

    [Fact]
    public async Task Register_SkippedByTheHost_LeavesOutputsUnknown()
    {
        Thing? thing = null;
        await TestRun.OfAsync(
            () => thing = new Thing("t"), answer: request => request.Custom ? new(ThingUrn + "t", null, []) : null);

        Assert.False(await OutputUtilities.GetIsKnownAsync(thing!.Id));
        Assert.False(await OutputUtilities.GetIsKnownAsync(thing.Text));
    }

    [Fact]
    public async Task Register_ProviderOfAComponent_IsInheritedByPackage()
    {
        var monitor = await TestRun.OfAsync(() =>
        {
            var provider = new TestProvider("p");
            var other = new TestProvider("q");
            _ = new Group("g", new() { Providers = { provider } }, outer =>
            {
                _ = new Thing("inherits", options: new() { Parent = outer });
                _ = new Thing("own", options: new() { Parent = outer, Provider = other });
                _ = new Group("inner", new() { Parent = outer }, inner =>
                    _ = new Thing("deep", options: new() { Parent = inner }));
            });
            _ = new Thing("outside");
        });

        const string p = "urn:pulumi:dev::prog::pulumi:providers:test::p::id-p";
        Assert.Equal(p, monitor.Request("inherits").Provider);
        Assert.Equal(p, monitor.Request("deep").Provider);
        Assert.EndsWith("::q::id-q", monitor.Request("own").Provider);
        Assert.Equal("", monitor.Request("outside").Provider);
    }

    [Fact]
    public async Task Register_ProtectOfAComponent_IsInheritedUnlessOverridden()
    {
        var monitor = await TestRun.OfAsync(() => _ = new Group("g", new() { Protect = true }, outer =>
        {
            _ = new Thing("inherits", options: new() { Parent = outer });
            _ = new Thing("free", options: new() { Parent = outer, Protect = false });
        }));

        Assert.True(monitor.Request("inherits").Protect);
        Assert.False(monitor.Request("free").Protect);
    }

    [Fact]
    public async Task Register_WithId_ReadsInsteadOfRegistering()
    {
        var monitor = await TestRun.OfAsync(() => _ = new Thing("t", null, new() { Id = "existing" }));

        Assert.Equal(["t existing"], monitor.Read);
        Assert.DoesNotContain(monitor.Requests, request => request.Name == "t");
    }

    [Fact]
    public async Task Register_Transformation_ChangesArgsOfTheWholeSubtree()
    {
        ComponentResourceOptions options = new()
        {
            ResourceTransformations =
            {
                args => args.Resource is Thing ? new(new ThingArgs { Number = 9 }, args.Options) : null,
            },
        };
        var monitor = await TestRun.OfAsync(() => _ = new Group("g", options, group =>
            _ = new Thing("child", new() { Number = 1 }, new() { Parent = group })));

        Assert.Equal(new PropertyValue(9), monitor.Request("child").Inputs["number"]);
    }

    [Fact]
    public async Task RegisterOutputs_Component_UsesNamesAndKeepsSecrets()
    {
        var monitor = await TestRun.OfAsync(() => _ = new Group("g"));

        var outputs = monitor.Outputs(GroupUrn + "g");
        Assert.Equal(new PropertyValue("plain"), outputs["Plain"]);
        Assert.Equal(new PropertyValue("hidden").WithSecret(true), outputs["named"]);
    }

    [Fact]
    public async Task Register_Aliases_CarryTheirParts()
    {
        var monitor = await TestRun.OfAsync(() =>
        {
            var group = new Group("g");
            _ = new Thing("t", null, new()
            {
                Aliases =
                {
                    new Alias { Urn = "urn:old" }, new Alias { Type = "old:index:Thing", Parent = group },
                    new Alias { NoParent = true, Stack = "other" },
                },
            });
        });

        Assert.Equal(
            [new AliasRequest("urn:old", null, null, null, null, null, false),
             new AliasRequest(null, null, "old:index:Thing", null, null, GroupUrn + "g", false),
             new AliasRequest(null, null, null, "other", null, null, true)],
            monitor.Request("t").Aliases.ToArray());
    }

    private sealed class TestProvider(string name) : ProviderResource("test", name, ResourceArgs.Empty);
}
