using System.CommandLine;

namespace RedisInfra.Cli.Common;

/// <summary>
/// Where Pulumi.yaml and the stack files are: this repository, or another folder that runs the same program.
/// </summary>
internal static class ProjectFolder
{
    /// <summary>As in Pulumi, before or after the verb.</summary>
    public static Option<string?> Option { get; } = new("--cwd", "-C")
    {
        Description = "The folder of Pulumi.yaml and the stack files. Default: the folder of redisinfra itself.",
        Recursive = true,
    };

    public static string Of(ParseResult parsed) => Named(parsed) ?? Repository.Root;

    /// <summary>The folder that the command line names; null: none.</summary>
    public static string? Named(ParseResult parsed) =>
        parsed.GetValue(Option) is { } folder ? Path.GetFullPath(folder) : null;
}
