using Pulumi;

namespace RedisInfra.Cli.Hosts.Bench;

/// <summary>Inputs of a <see cref="BenchResource"/>.</summary>
internal sealed class BenchArgs : ResourceArgs
{
    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("labels")]
    public InputMap<string>? Labels { get; set; }
}
