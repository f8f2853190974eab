namespace RedisInfra.Admin.Resp;

/// <summary>The server answered a command with an error. Its text names the command, never its arguments.</summary>
public sealed class RedisErrorException(string command, string error) : Exception($"{command}: {error}")
{
    /// <summary>The error's first word: ERR, WRONGPASS, LOADING, MOVED, …</summary>
    public string Code { get; } = error.Split(' ', 2)[0];

    /// <summary>The error as the server wrote it.</summary>
    public string Error { get; } = error;
}
