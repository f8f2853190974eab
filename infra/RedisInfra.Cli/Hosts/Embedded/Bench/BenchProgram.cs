using Pulumi;

namespace RedisInfra.Cli.Hosts.Bench;

/// <summary>
/// A program of as many resources as are asked for, in chains of ten: each takes the text of the one before.
/// </summary>
internal static class BenchProgram
{
    private const int ChainLength = 10;

    public static Task<int> RunAsync(int resources) => Deployment.RunAsync(() =>
    {
        BenchResource? previous = null;
        for (var i = 0; i < resources; i++)
        {
            var args = new BenchArgs
            {
                Text = i % ChainLength == 0 || previous is null
                    ? $"text of {i}"
                    : previous.Text.Apply(text => $"{text[..Math.Min(20, text.Length)]} {i}"),
                Labels = new InputMap<string> { { "app", "bench" }, { "number", $"{i}" } },
            };
            previous = new BenchResource($"item-{i}", args);
        }
    });
}
