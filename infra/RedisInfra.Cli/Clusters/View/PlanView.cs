using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Rebalancing.Reports;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.View;

/// <summary>A plan for people and programs, in the same words as in preview and a pull request.</summary>
internal static class PlanView
{
    public static void Show(CommandOutput output, RebalanceResult result, bool isGentle = false)
    {
        if (output.IsJson)
        {
            return;
        }

        foreach (var line in PlanText.Lines(result, isGentle))
        {
            output.Console.WriteLine(line);
        }
    }

    public static PlanDocument Document(RebalanceResult result, bool isGentle = false) =>
        PlanDocument.Of(result, isGentle);
}
