namespace RedisInfra.Cli.Common;

/// <summary>The folder that holds the solution: scripts, tests and the Pulumi project are found from there.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Found = new(() => Find(AppContext.BaseDirectory));

    public static string Root => Found.Value;

    internal static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RedisInfra.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"bug in RedisInfra: no RedisInfra.sln in or above {start}");
    }
}
