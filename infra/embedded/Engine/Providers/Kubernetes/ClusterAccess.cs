using System.Runtime.ExceptionServices;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>
/// The one connection of a provider, opened when something first needs the cluster. A cluster that doesn't answer is
/// remembered: a hundred resources shall not each wait for it.
/// </summary>
internal sealed class ClusterAccess(KubernetesSettings settings, IClusterSource source) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private ICluster? _cluster;
    private DiagnosticException? _unreachable;

    /// <exception cref="DiagnosticException">No cluster answers.</exception>
    public async Task<ICluster> RequireAsync(CancellationToken cancellationToken)
    {
        var (cluster, unreachable) = await TryAsync(cancellationToken);
        if (cluster is null)
            ExceptionDispatchInfo.Throw(unreachable!);
        return cluster;
    }

    public async Task<(ICluster? Cluster, DiagnosticException? Unreachable)> TryAsync(
        CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_cluster is null && _unreachable is null)
                _cluster = await source.OpenAsync(settings, cancellationToken);
        }
        catch (DiagnosticException e)
        {
            _unreachable = e;
        }
        finally
        {
            _gate.Release();
        }

        return (_cluster, _unreachable);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _cluster = null;
        _gate.Dispose();
    }
}
