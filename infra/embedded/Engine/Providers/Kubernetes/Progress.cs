using Pulumi;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>Live messages beside a resource: shown while it is worked on, kept nowhere.</summary>
internal sealed class Progress(IEngine engine, Urn urn)
{
    private string _last = "";

    /// <summary>Says the same thing once only, however often the cluster reports it.</summary>
    public void Report(string message)
    {
        if (Interlocked.Exchange(ref _last, message) != message)
            _ = engine.LogAsync(new LogRequest(LogSeverity.Info, message, urn, ephemeral: true));
    }

    public Task WarnAsync(string message) => engine.LogAsync(new LogRequest(LogSeverity.Warning, message, urn));

    public Task InfoAsync(string message) => engine.LogAsync(new LogRequest(LogSeverity.Info, message, urn));

    public string Urn => urn.ToString();
}
