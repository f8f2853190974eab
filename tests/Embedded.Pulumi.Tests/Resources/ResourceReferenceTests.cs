using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Utilities;

namespace Embedded.Pulumi.Tests.Resources;

public sealed class ResourceReferenceTests
{
    private const string Stack = "urn:pulumi:dev::prog::";

    [Fact]
    public async Task Register_ResourceAsInput_IsAReferenceAndADependency()
    {
        var monitor = await TestRun.OfAsync(() =>
        {
            var thing = new Thing("thing");
            var group = new Group("group", children: group => _ = new Thing("child", null, new() { Parent = group }));
            _ = new Thing("user", new() { Anything = new object[] { thing, group } });
        });

        var user = monitor.Request("user");
        Assert.True(user.Inputs["anything"].TryGetArray(out var items));
        Assert.True(items[0].TryGetResource(out var custom));
        Assert.Equal(new ResourceReference(
            new Urn($"{Stack}test:index:Thing::thing"), new PropertyValue("id-thing"), ""), custom);
        Assert.True(items[1].TryGetResource(out var component));
        Assert.Null(component.Id);
        Assert.Equal(
            [$"{Stack}test:index:Group$test:index:Thing::child", $"{Stack}test:index:Thing::thing"],
            user.PropertyDependencies["anything"].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Register_ReferenceAsOutput_IsAResourceWithItsIdentity()
    {
        var reference = new ResourceReference(new Urn($"{Stack}a:b:C::c"), new PropertyValue("c-id"), "");
        Thing? thing = null;
        await TestRun.OfAsync(() => thing = new Thing("t"), answer: request => request.Custom
            ? new($"{Stack}test:index:Thing::t", "id", ImmutableDictionary<string, PropertyValue>.Empty
                .Add("anything", new(reference)))
            : null);

        var found = Assert.IsAssignableFrom<CustomResource>(await OutputUtilities.GetValueAsync(thing!.Anything));
        Assert.Equal(("a:b:C", "c"), (found.GetResourceType(), found.GetResourceName()));
        Assert.Equal("c-id", await OutputUtilities.GetValueAsync(found.Id));
    }

    [Fact]
    public async Task Register_AssetAsInput_StaysAnAsset()
    {
        var monitor = await TestRun.OfAsync(() => _ = new Thing("t", new() { Anything = new StringAsset("text") }));
        Assert.Equal(new PropertyValue(new StringAsset("text")), monitor.Request("t").Inputs["anything"]);
    }

    [Fact]
    public async Task GetDependenciesAsync_OutputOfAResource_IsThatResource()
    {
        Thing? thing = null;
        await TestRun.OfAsync(() => thing = new Thing("t"));

        var joined = Output.Tuple(thing!.Text, Output.Create(1)).Apply(pair => pair.Item2);
        Assert.Equal([thing], await OutputUtilities.GetDependenciesAsync(joined));
        var other = OutputUtilities.WithDependency(Output.Create(1), thing);
        Assert.Equal([thing], await OutputUtilities.GetDependenciesAsync(other));
    }
}
