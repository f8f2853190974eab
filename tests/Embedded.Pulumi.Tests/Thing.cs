using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;

namespace Embedded.Pulumi.Tests;

/// <summary>A custom resource that shows everything an input can be.</summary>
internal sealed class Thing : CustomResource
{
    public Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
        : base("test:index:Thing", name, args ?? new ThingArgs(), options)
    {
    }

    [Output("text")] public Output<string> Text { get; private set; } = null!;
    [Output("number")] public Output<int> Number { get; private set; } = null!;
    [Output("list")] public Output<ImmutableArray<string>> List { get; private set; } = null!;
    [Output("map")] public Output<ImmutableDictionary<string, string>> Map { get; private set; } = null!;
    [Output("part")] public Output<PartResult?> Part { get; private set; } = null!;
    [Output("colour")] public Output<Colour?> Colour { get; private set; } = null!;
    [Output("json")] public Output<JsonElement> Json { get; private set; } = null!;
    [Output("either")] public Output<Union<int, string>> Either { get; private set; } = null!;
    [Output("anything")] public Output<object?> Anything { get; private set; } = null!;
}

internal sealed class ThingArgs : ResourceArgs
{
    [Input("list")] private InputList<string>? _list;
    [Input("map")] private InputMap<string>? _map;

    [Input("text")] public Input<string>? Text { get; set; }
    [Input("number")] public Input<int>? Number { get; set; }
    [Input("part")] public Input<PartArgs>? Part { get; set; }
    [Input("colour")] public Input<Colour>? Colour { get; set; }
    [Input("json")] public InputJson? Json { get; set; }
    [Input("jsonText", json: true)] public Input<PartArgs>? JsonText { get; set; }
    [Input("either")] public InputUnion<int, string>? Either { get; set; }
    [Input("anything")] public object? Anything { get; set; }

    public InputList<string> List
    {
        get => _list ??= [];
        set => _list = value;
    }

    public InputMap<string> Map
    {
        get => _map ??= [];
        set => _map = value;
    }
}

internal sealed class PartArgs : ResourceArgs
{
    [Input("size", required: true)] public Input<int> Size { get; set; } = null!;
    [Input("label")] public Input<string>? Label { get; set; }
}

[OutputType]
internal sealed class PartResult
{
    public readonly int Size;
    public readonly string? Label;

    [OutputConstructor]
    private PartResult([OutputConstructorParameter("size")] int howLarge, string? label) =>
        (Size, Label) = (howLarge, label);
}

[EnumType]
internal readonly struct Colour : IEquatable<Colour>
{
    private readonly string _value;

    private Colour(string value) => _value = value;

    public static Colour Red { get; } = new("red");

    public static explicit operator string(Colour value) => value._value;

    public bool Equals(Colour other) => _value == other._value;
    public override bool Equals(object? obj) => obj is Colour other && Equals(other);
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);
}

internal sealed class Group : ComponentResource
{
    public Group(string name, ComponentResourceOptions? options = null, Action<Group>? children = null)
        : base("test:index:Group", name, options)
    {
        children?.Invoke(this);
        RegisterOutputs();
    }

    [Output] public Output<string> Plain { get; set; } = Output.Create("plain");
    [Output("named")] public Output<string> Other { get; set; } = Output.CreateSecret("hidden");
}
