using Pulumi.Experimental;
using Pulumi.Hosting;

namespace Pulumi;

/// <summary>Sends messages in the order they were written, each after its resource's URN is there.</summary>
internal sealed class ProgramLog(IMonitor monitor, InFlightTasks tasks)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    public bool HasErrors { get; private set; }

    public Task LogAsync(
        LogSeverity severity, string message, Resource? resource = null, int streamId = 0, bool ephemeral = false)
    {
        lock (_lock)
        {
            HasErrors |= severity == LogSeverity.Error;
            _last = SendAsync(_last, severity, message, resource, streamId, ephemeral);
            tasks.Add(_last);
            return _last;
        }
    }

    private async Task SendAsync(
        Task previous, LogSeverity severity, string message, Resource? resource, int streamId, bool ephemeral)
    {
        // Whoever wrote the previous message is told of its failure.
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            var urn = await UrnAsync(resource).ConfigureAwait(false);
            var request = new LogRequest(severity, message, urn, streamId, ephemeral);
            await monitor.LogAsync(request, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new LogException(e);
        }
    }

    /// <summary>A message about a resource that could not be registered still has to be seen: at the stack.</summary>
    private static async Task<Urn?> UrnAsync(Resource? resource)
    {
        if (resource is null) return null;
        var data = resource.Urn.DataTask;
        await ((Task)data).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return data.IsCompletedSuccessfully && (await data.ConfigureAwait(false)).Value is { Length: > 0 } urn
            ? new Urn(urn) : null;
    }
}
