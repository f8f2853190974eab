using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary>What the commands that plan and move have in common.</summary>
internal static class MoveSession
{
    private const int MaxTries = 50;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    /// <summary>The method of the servers that were found; null leaves it to the plan.</summary>
    /// <exception cref="DiagnosticException">They don't have what was asked for.</exception>
    public static MigrationMethod? Method(MethodChoice choice, ClusterSession session)
    {
        if (choice != MethodChoice.Atomic)
        {
            return choice == MethodChoice.Windows ? MigrationMethod.Windows : null;
        }

        var methods = session.Cluster.Observed.Live.Select(view => view.Method).Distinct().ToList();
        return methods is [MigrationMethod.RedisImport or MigrationMethod.ValkeyMigrateSlots]
            ? methods[0]
            : throw new DiagnosticException(new Diagnostic("RI6039", "--method", "atomic is asked for",
                "not all nodes are of the same kind and have it: Redis 8.4 and Valkey 9 do",
                "Take auto, or upgrade the nodes"));
    }

    /// <summary>A plan; nodes that are still settling get some seconds.</summary>
    /// <exception cref="DiagnosticException">Refused.</exception>
    /// <exception cref="TimeoutException">They don't settle.</exception>
    public static async Task<RebalanceResult> PlanAsync(
        Rebalancer rebalancer, CommandOutput output, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            switch (await rebalancer.PlanAsync(cancellationToken))
            {
                case RebalanceResult.Refused refused:
                    throw new DiagnosticException(refused.Diagnostics);
                case RebalanceResult.NotReady wait when tries >= MaxTries:
                    throw new TimeoutException($"the cluster isn't ready: {wait.Reason}. Nothing was changed.");
                case RebalanceResult.NotReady wait:
                    if (tries == 1)
                    {
                        output.Say($"waiting: {wait.Reason}");
                    }

                    await Task.Delay(RetryPause, cancellationToken);
                    break;
                case var result:
                    return result;
            }
        }
    }
}
