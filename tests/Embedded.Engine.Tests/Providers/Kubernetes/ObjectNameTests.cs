using RedisInfra.Embedded.Engine.Providers;
using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

public sealed class ObjectNameTests
{
    private static readonly ImmutableDictionary<string, PropertyValue> _none =
        ImmutableDictionary<string, PropertyValue>.Empty;

    [Fact]
    public void Assign_NoName_MakesOneFromTheResourcesNameAndSaysSo()
    {
        var named = ObjectName.Assign(Manifest.Of("{kind: ConfigMap}"), _none, "settings", [1, 2, 3]);

        Assert.Matches("^settings-[0-9a-f]{8}$", NameOf(named));
        Assert.True(ObjectName.IsAutoNamed(named));
    }

    [Fact]
    public void Assign_SameSeed_MakesTheSameName() => Assert.Equal(
        NameOf(ObjectName.Assign(_none, _none, "a", [1, 2])), NameOf(ObjectName.Assign(_none, _none, "a", [1, 2])));

    [Fact]
    public void Assign_AutoNamedBefore_KeepsTheName()
    {
        var old = ObjectName.Assign(_none, _none, "a", [1]);

        Assert.Equal(NameOf(old), NameOf(ObjectName.Assign(Manifest.Of("{data: {x: y}}"), old, "a", [2])));
    }

    [Fact]
    public void Assign_NamedByTheProgramBefore_MakesANewName()
    {
        var named = ObjectName.Assign(_none, Manifest.Of("{metadata: {name: mine}}"), "a", [1]);

        Assert.StartsWith("a-", NameOf(named));
    }

    [Theory]
    [InlineData("{metadata: {name: mine}}")]
    [InlineData("{metadata: {name: ???}}")]
    [InlineData("{metadata: ???}")]
    public void Assign_NamedOrUnknown_ChangesNothing(string yaml)
    {
        var inputs = Manifest.Of(yaml);

        Assert.Same(inputs, ObjectName.Assign(inputs, _none, "a", []));
    }

    [Fact]
    public void InNamespace_GivenOne_KeepsIt()
    {
        var inputs = ObjectName.InNamespace(Manifest.Of("{metadata: {name: a, namespace: b}}"), "other");

        Assert.Equal("b", ObjectName.Metadata(inputs).Text("namespace"));
    }

    private static string NameOf(ImmutableDictionary<string, PropertyValue> inputs) =>
        ObjectName.Metadata(inputs).Text("name")!;
}
