using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>
/// <c>--weights a:6379=2,b:6379=1</c>: a master, by address or by the first digits of its id, and its part.
/// </summary>
internal sealed class WeightOption
{
    private const int MaxWeight = 1000;

    public Option<string[]> Option { get; } = new("--weights")
    {
        Description = "Parts of the slots, by node (host:port, or 4 or more first digits of its id); 0 empties it. "
            + "Default: 1 each.",
        HelpName = "node=2,…",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public ImmutableArray<(string Node, int Weight)> Read(ParseResult parsed, Findings findings)
    {
        var found = ImmutableArray.CreateBuilder<(string, int)>();
        foreach (var text in AddressList.Split(parsed.GetValue(Option)))
        {
            var at = text.LastIndexOf('=');
            if (at > 0
                && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
                && weight <= MaxWeight)
            {
                found.Add((text[..at], weight));
                continue;
            }

            findings.Add("RI6034", Option.Name, $"\"{text}\" stands there",
                $"it isn't node=weight with a weight of 0 to {MaxWeight}",
                "Write it as 10.0.0.7:6379=2");
        }

        return found.ToImmutable();
    }
}
