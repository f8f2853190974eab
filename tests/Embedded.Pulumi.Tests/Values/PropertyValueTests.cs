using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;

namespace Embedded.Pulumi.Tests.Values;

public sealed class PropertyValueTests
{
    private static readonly Urn _urn = new("urn:pulumi:dev::prog::a:b:C::d");

    [Fact]
    public void Equals_SameValueOtherMarks_IsDifferent()
    {
        var value = new PropertyValue("v");

        Assert.Equal(value, new PropertyValue("v"));
        Assert.NotEqual(value, value.WithSecret(true));
        Assert.NotEqual(value, value.WithDependencies([_urn]));
        Assert.Equal(value.WithDependencies([_urn]), value.WithDependencies([_urn]));
        Assert.NotEqual(PropertyValue.Null, PropertyValue.Computed);
        Assert.NotEqual(new PropertyValue(1), new PropertyValue(true));
    }

    [Fact]
    public void Equals_Nested_ComparesEveryLevel()
    {
        static PropertyValue Make(string leaf, bool secret) => new(ImmutableDictionary<string, PropertyValue>.Empty
            .Add("list", new(ImmutableArray.Create(new PropertyValue(leaf).WithSecret(secret), new PropertyValue(2)))));

        Assert.Equal(Make("a", true), Make("a", true));
        Assert.Equal(Make("a", true).GetHashCode(), Make("a", true).GetHashCode());
        Assert.NotEqual(Make("a", true), Make("a", false));
        Assert.NotEqual(Make("a", true), Make("b", true));
    }

    [Fact]
    public void Equals_Assets_ComparesWhatTheyStandFor()
    {
        static PropertyValue Make(string path) => new(new AssetArchive(new Dictionary<string, AssetOrArchive>
        {
            ["text"] = new StringAsset("t"), ["folder"] = new FileArchive(path),
        }));

        Assert.Equal(Make("./a"), Make("./a"));
        Assert.NotEqual(Make("./a"), Make("./b"));
        Assert.NotEqual(new PropertyValue(new FileAsset("x")), new PropertyValue(new FileArchive("x")));
    }

    [Fact]
    public void Match_EveryKind_CallsItsCase()
    {
        var reference = new ResourceReference(_urn, null, "");
        PropertyValue[] values =
        [
            PropertyValue.Null, new(true), new(1), new("s"), new(ImmutableArray<PropertyValue>.Empty),
            new(ImmutableDictionary<string, PropertyValue>.Empty), new(new StringAsset("a")),
            new(new FileArchive("f")), new(reference), PropertyValue.Computed,
        ];

        var kinds = values.Select(value => value.Match(
            () => PropertyValueType.Null, _ => PropertyValueType.Bool, _ => PropertyValueType.Number,
            _ => PropertyValueType.String, _ => PropertyValueType.Array, _ => PropertyValueType.Map,
            _ => PropertyValueType.Asset, _ => PropertyValueType.Archive, _ => PropertyValueType.Resource,
            () => PropertyValueType.Computed));
        Assert.Equal(values.Select(value => value.Type), kinds);
        Assert.True(values[8].TryGetResource(out var found) && found == reference);
        Assert.False(values[8].TryGetString(out _));
    }

    [Fact]
    public void New_Null_IsRefused() =>
        Assert.Throws<ArgumentNullException>(() => new PropertyValue((string)null!));
}
