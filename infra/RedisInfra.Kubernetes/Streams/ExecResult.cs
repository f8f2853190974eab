namespace RedisInfra.Kubernetes;

/// <summary>What a command in a container did.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="ExitCode">Its exit code.</param>
public sealed record ExecResult(string Output, string Error, int ExitCode);
