using Pulumi;

namespace RedisInfra.Cli.Hosts.Bench;

/// <summary>A resource that exists in the state only.</summary>
internal sealed class BenchResource(string name, BenchArgs args, CustomResourceOptions? options = null)
    : CustomResource("bench:index:Item", name, args, options)
{
    [Output("text")]
    public Output<string> Text { get; private set; } = null!;
}
