using System.Diagnostics;

namespace RedisInfra.Admin.Bench;

/// <summary>Which build of Redis is measured, and how its programs are run.</summary>
/// <param name="Name">"system" for what is on the PATH, else what the script calls it: 8.0, 8.6, valkey.</param>
/// <param name="Script">infra/lab/servers.sh; null for the system's own.</param>
public sealed record ServerBuild(string Name, string? Script)
{
    /// <summary>What is on the PATH.</summary>
    public static ServerBuild System { get; } = new("system", null);

    /// <summary>How one of its programs is started.</summary>
    /// <param name="program">redis-server or redis-cli.</param>
    /// <param name="arguments">Its arguments.</param>
    public ProcessStartInfo Command(string program, IEnumerable<string> arguments) => Script is null
        ? new ProcessStartInfo(program, arguments)
        : new ProcessStartInfo(Script, ["run", Name, program, .. arguments]);
}
