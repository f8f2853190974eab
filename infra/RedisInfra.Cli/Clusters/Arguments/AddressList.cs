using System.Collections.Immutable;
using System.CommandLine;
using RedisInfra.Admin.Discovery;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>An option that names nodes: "host:port", separated by commas or given more than once.</summary>
internal sealed class AddressList(string name, string description)
{
    public Option<string[]> Option { get; } = new(name)
    {
        Description = description,
        HelpName = "host:port,…",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The texts between the commas.</summary>
    public ImmutableArray<string> Texts(ParseResult parsed) => Split(parsed.GetValue(Option));

    public ImmutableArray<NodeAddress> Read(ParseResult parsed, Findings findings)
    {
        var found = ImmutableArray.CreateBuilder<NodeAddress>();
        foreach (var text in Texts(parsed))
        {
            if (!NodeAddress.TryParse(text, out var address))
            {
                findings.Add("RI6031", Option.Name, $"\"{text}\" stands there", "it isn't host:port",
                    "Write a name or an address, a colon and a port; an IPv6 address in brackets: [::1]:6379");
            }
            else if (found.Contains(address))
            {
                findings.Add("RI6032", Option.Name, $"{address} stands there twice", "each node is named once",
                    "Remove one");
            }
            else
            {
                found.Add(address);
            }
        }

        return found.ToImmutable();
    }

    public static ImmutableArray<string> Split(IEnumerable<string>? values) =>
    [
        .. (values ?? []).SelectMany(value => value.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];
}
