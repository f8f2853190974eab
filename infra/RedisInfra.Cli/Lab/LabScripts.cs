using RedisInfra.Cli.Common;

namespace RedisInfra.Cli.Lab;

/// <summary>The lab's scripts in infra/lab, each with its exit code and its lines.</summary>
internal static class LabScripts
{
    /// <summary>Where the lab lives: LAB_HOME, else under the home folder. The scripts say the same.</summary>
    public static string Home =>
        Environment.GetEnvironmentVariable("LAB_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "redisinfra", "lab");

    public static string Kubeconfig => Path.Combine(Home, "kubeconfig");

    /// <summary>Why this machine can't hold a lab, or null when it can.</summary>
    public static async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var exit = await RunAsync("check.sh", [], lines.Add, cancellationToken);
        return exit == ExitCodes.Done ? null : string.Join(Environment.NewLine, lines);
    }

    public static async Task<bool> IsUpAsync(CancellationToken cancellationToken) =>
        await RunAsync("status.sh", [], null, cancellationToken) == ExitCodes.Done;

    /// <summary>Makes and starts the lab, as far as that isn't done. Returns the first exit code but 0.</summary>
    public static async Task<int> UpAsync(Action<string> line, CancellationToken cancellationToken)
    {
        var installed = await RunAsync("install.sh", [], line, cancellationToken);
        return installed != ExitCodes.Done ? installed : await RunAsync("start.sh", [], line, cancellationToken);
    }

    public static Task<int> DownAsync(bool wipe, Action<string> line, CancellationToken cancellationToken) =>
        RunAsync("stop.sh", wipe ? ["--wipe"] : [], line, cancellationToken);

    public static Task<int> StatusAsync(Action<string> line, CancellationToken cancellationToken) =>
        RunAsync("status.sh", [], line, cancellationToken);

    /// <summary>Installs the Debian packages that are missing, without starting their services.</summary>
    public static Task<int> InstallPackagesAsync(
        IEnumerable<string> packages, Action<string> line, CancellationToken cancellationToken) =>
        RunAsync("packages.sh", packages, line, cancellationToken);

    /// <summary>Unpacks newer Redis and Valkey beside the system's own; done once.</summary>
    public static Task<int> GetServersAsync(Action<string> line, CancellationToken cancellationToken) =>
        RunAsync("servers.sh", ["get"], line, cancellationToken);

    private static Task<int> RunAsync(
        string script, IEnumerable<string> arguments, Action<string>? line, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Repository.Root, "infra", "lab", script);
        return Child.RunAsync("bash", [path, .. arguments], line, cancellationToken);
    }
}
