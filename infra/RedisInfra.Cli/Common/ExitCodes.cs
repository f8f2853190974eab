namespace RedisInfra.Cli.Common;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Refused = 2;

    /// <summary>Of the lab's commands only: this machine can't hold one.</summary>
    public const int Impossible = 3;
}
