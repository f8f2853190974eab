using System.CommandLine;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>The options that every cluster command has.</summary>
internal sealed class TargetOptions(Func<string, string?> variable, bool isStanding = true)
{
    private readonly AddressList _nodes = new("--nodes", isStanding
        ? "Nodes of the cluster; one that answers is enough, the others are found from it."
        : "All nodes that the cluster is to have.");

    private readonly AddressList _without = new(
        "--without", "Nodes that are down for good and own no slots: they don't have to answer.");

    private readonly AccessOptions _access = new(variable);

    private readonly NumberOption _timeout = NumberOption.Duration(
        "--timeout", "For the whole command: 30s, 10m, 2h.", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));

    /// <summary>Adds all of them; a cluster that doesn't stand yet has nobody to leave out.</summary>
    public void AddTo(Command command)
    {
        command.Add(_nodes.Option);
        if (isStanding)
        {
            command.Add(_without.Option);
        }

        _access.AddTo(command);
        command.Add(_timeout.Option);
    }

    public ClusterTarget Read(ParseResult parsed, Findings findings)
    {
        var nodes = _nodes.Read(parsed, findings);
        if (_nodes.Texts(parsed).IsEmpty)
        {
            findings.Add("RI6030", "--nodes", "no node is named", "nothing else tells which cluster is meant",
                "Give host:port of at least one node");
        }

        var without = _without.Read(parsed, findings);
        foreach (var both in without.Intersect(nodes))
        {
            findings.Add("RI6032", "--without", $"{both} stands there and in --nodes",
                "a node either counts or doesn't", "Remove it from one of them");
        }

        return new ClusterTarget(
            nodes, without, _access.Read(parsed, findings), _timeout.ReadDuration(parsed, findings));
    }
}
