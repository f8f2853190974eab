using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Serialization;

namespace Embedded.Pulumi.Tests.Serialization;

public sealed class OutputReaderTests
{
    private readonly List<string> _warnings = [];

    [Fact]
    public void Read_Scalars_BecomeTheDeclaredTypes()
    {
        Assert.Equal(3, Read<int>(new(3)));
        Assert.Equal(3.5, Read<double?>(new(3.5)));
        Assert.Null(Read<int?>(PropertyValue.Null));
        Assert.Equal(0, Read<int>(PropertyValue.Null));
        Assert.Equal(DayOfWeek.Friday, Read<DayOfWeek>(new(5)));
        Assert.Equal(Colour.Red, Read<Colour>(new("red")));
        Assert.Equal("text", Read<object>(new("text")));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Read_Collections_ConvertsWhatStandsInThem()
    {
        var numbers = Array(new(1), new(2));
        Assert.Equal([1, 2], Read<ImmutableArray<int>>(numbers).ToArray());
        Assert.Equal([1.0, 2.0], ((ImmutableArray<object?>)Read<object>(numbers)!).ToArray());
        Assert.True(Read<ImmutableArray<int>>(PropertyValue.Null).IsDefault);

        var map = Map(("a", numbers), ("__internal", new("hidden")));
        var read = Read<ImmutableDictionary<string, ImmutableArray<int>>>(map)!;
        Assert.Equal([1, 2], Assert.Single(read).Value.ToArray());
        Assert.Equal("{\"a\":[1,2]}", Read<JsonElement>(map).GetRawText());
    }

    [Fact]
    public void Read_OutputType_CallsItsConstructor()
    {
        var part = Read<PartResult>(Map(("size", new(4)), ("label", PropertyValue.Null), ("more", new(true))))!;
        Assert.Equal(4, part.Size);
        Assert.Null(part.Label);
    }

    [Fact]
    public void Read_Union_TakesTheCaseThatFits()
    {
        Assert.Equal(80, Read<Union<int, string>>(new(80)).AsT0);
        Assert.Equal("http", Read<Union<int, string>>(new("http")).AsT1);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Read_ValueOfAnotherType_WarnsAndGivesTheDefault()
    {
        Assert.Equal(0, Read<int>(new("three")));
        Assert.Equal("Expected System.Double but got System.String deserializing Thing.p", Assert.Single(_warnings));
    }

    [Fact]
    public void Read_SecretOrUnknownDeepInside_MarksTheWhole()
    {
        var (_, isKnown, isSecret) = OutputReader.Read(
            Map(("a", Array(new PropertyValue("s").WithSecret(true)))), typeof(object), "p", _warnings.Add);
        Assert.True(isKnown);
        Assert.True(isSecret);

        (_, isKnown, isSecret) = OutputReader.Read(Array(PropertyValue.Computed), typeof(object), "p", _warnings.Add);
        Assert.False(isKnown);
        Assert.False(isSecret);
    }

    private T? Read<T>(PropertyValue value) =>
        (T?)OutputReader.Read(value, typeof(T), "Thing.p", _warnings.Add).Value;

    private static PropertyValue Array(params PropertyValue[] items) => new(items.ToImmutableArray());

    private static PropertyValue Map(params (string Key, PropertyValue Value)[] pairs) =>
        new(pairs.ToImmutableDictionary(pair => pair.Key, pair => pair.Value));
}
