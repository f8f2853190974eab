using RedisInfra.Cli.Lab;

namespace Kubernetes.Tests;

/// <summary>Why this machine can't hold a lab, asked once (infra/lab/check.sh, some 50 ms); null when it can.</summary>
internal static class LabObstacle
{
    private static readonly Lazy<string?> Asked = new(
        () => Task.Run(() => LabScripts.FindObstacleAsync(CancellationToken.None)).GetAwaiter().GetResult());

    public static string? Reason => Asked.Value;
}
