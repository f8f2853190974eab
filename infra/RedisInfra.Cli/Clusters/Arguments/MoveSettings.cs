using RedisInfra.Admin.Migration;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>How a command moves slots.</summary>
/// <param name="Move">How hard; the method is chosen when the servers are known.</param>
/// <param name="Method">The method that was asked for.</param>
/// <param name="IsDryRun">Only say what would be done.</param>
/// <param name="Yes">Don't ask.</param>
/// <param name="IsJson">One document on the standard output.</param>
internal sealed record MoveSettings(MoveOptions Move, MethodChoice Method, bool IsDryRun, bool Yes, bool IsJson);
