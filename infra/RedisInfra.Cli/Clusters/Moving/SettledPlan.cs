using RedisInfra.Cli.Clusters.Commands;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary>Makes a plan; nodes that are still settling get some seconds.</summary>
internal static class SettledPlan
{
    private const int MaxTries = 50;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    /// <param name="make">Looks and plans.</param>
    /// <param name="waiting">What a plan waits for, or null; throws when it is refused.</param>
    /// <param name="output">Told what is waited for.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="TimeoutException">They don't settle.</exception>
    public static async Task<T> MakeAsync<T>(
        Func<CancellationToken, Task<T>> make, Func<T, string?> waiting, CommandOutput output,
        CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var plan = await make(cancellationToken);
            if (waiting(plan) is not { } reason)
            {
                return plan;
            }

            if (tries >= MaxTries)
            {
                throw new TimeoutException($"the cluster isn't ready: {reason}. Nothing was changed.");
            }

            if (tries == 1)
            {
                output.Say($"waiting: {reason}");
            }

            await Task.Delay(RetryPause, cancellationToken);
        }
    }
}
