namespace Redis.Tests.Servers;

/// <summary>Redis 8 and Valkey 9, which infra/lab/servers.sh unpacks beside the system's own servers.</summary>
public static class NewerServers
{
    /// <summary>The version that is on the PATH.</summary>
    public const string System = "system";

    public static string Script { get; } = Path.Combine(Root(), "infra", "lab", "servers.sh");

    /// <summary>Why they can't be run here, or null.</summary>
    public static string? Obstacle { get; } = File.Exists(Path.Combine(LabHome(), "servers", "whole"))
        ? null
        : "Redis 8 and Valkey 9 aren't here; infra/lab/servers.sh get (as root, on Debian) unpacks them";

    private static string LabHome() => Environment.GetEnvironmentVariable("LAB_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "redisinfra", "lab");

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RedisInfra.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("RedisInfra.sln isn't above the tests");
    }
}
