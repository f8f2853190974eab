using Pulumi;
using Pulumi.Experimental;

namespace RedisInfra.Provider;

/// <summary>Tells the engine's user. Lines carry the resource's URN: without it they'd stand at the stack.</summary>
internal sealed class EngineLog(IEngine engine)
{
    public Task InfoAsync(Urn urn, string message) => WriteAsync(LogSeverity.Info, urn, message, ephemeral: false);

    public Task WarnAsync(Urn urn, string message) => WriteAsync(LogSeverity.Warning, urn, message, ephemeral: false);

    /// <summary>Progress is only shown live. It must not slow the work down, so nobody waits for it.</summary>
    public void Progress(Urn urn, string message) => _ = WriteAsync(LogSeverity.Info, urn, message, ephemeral: true);

    /// <summary>A line that can't be shown must not fail the operation that it tells about.</summary>
    private async Task WriteAsync(LogSeverity severity, Urn urn, string message, bool ephemeral)
    {
        try
        {
            await engine.LogAsync(new LogRequest(severity, message, urn, 0, ephemeral));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"{severity}: {message} (not taken: {exception.Message})");
        }
    }
}
