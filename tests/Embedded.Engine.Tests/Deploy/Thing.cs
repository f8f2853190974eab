using Pulumi;

namespace Embedded.Engine.Tests.Deploy;

/// <summary>What tests' programs declare: a resource of <see cref="FakeProvider"/>.</summary>
internal sealed class Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
    : CustomResource("fake:index:Thing", name, args ?? new ThingArgs(), options)
{
    [Output("name")] public Output<string> Name { get; private set; } = null!;
    [Output("value")] public Output<string?> Value { get; private set; } = null!;
    [Output("echo")] public Output<string?> Echo { get; private set; } = null!;
    [Output("token")] public Output<string> Token { get; private set; } = null!;
}

internal sealed class ThingArgs : ResourceArgs
{
    [Input("name")] public Input<string>? Name { get; set; }
    [Input("kind")] public Input<string>? Kind { get; set; }
    [Input("value")] public Input<string>? Value { get; set; }
    [Input("other")] public Input<string>? Other { get; set; }
    [Input("labels")] private InputMap<string>? _labels;

    public InputMap<string> Labels { get => _labels ??= []; set => _labels = value; }
}

internal sealed class FakeProviderResource(string name, FakeProviderArgs? args = null)
    : ProviderResource("fake", name, args ?? new FakeProviderArgs());

internal sealed class FakeProviderArgs : ResourceArgs
{
    [Input("cluster")] public Input<string>? Cluster { get; set; }
}

internal sealed class Group : ComponentResource
{
    public Group(string name, ComponentResourceOptions? options = null) : base("test:index:Group", name, options)
    {
    }

    public void Finish(Dictionary<string, object?> outputs) => RegisterOutputs(outputs);
}
