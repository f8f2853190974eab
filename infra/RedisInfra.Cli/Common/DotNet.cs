namespace RedisInfra.Cli.Common;

/// <summary>The dotnet program: the one that runs this process, so that it needn't be on the PATH.</summary>
internal static class DotNet
{
    public static string Program { get; } =
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
