using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;
using RedisInfra.Kubernetes.Readiness;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>A real cluster, through <c>kubectl proxy</c>.</summary>
internal sealed class KubeCluster(KubeClient client, TimeProvider time) : ICluster
{
    public async Task<(string ApiVersion, bool IsNamespaced)?> FindKindAsync(
        string kind, IReadOnlyList<string> apiVersions, CancellationToken cancellationToken)
    {
        foreach (var apiVersion in apiVersions)
        {
            if (await AskAsync(() => client.FindResourceAsync(apiVersion, kind, cancellationToken)) is { } found)
                return (found.ApiVersion, found.IsNamespaced);
        }

        return null;
    }

    public Task<JsonObject?> GetAsync(ObjectRef target, CancellationToken cancellationToken) => AskAsync(() =>
        client.GetAsync(target.ApiVersion, target.Kind, target.Namespace, target.Name, cancellationToken));

    public Task<JsonObject> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            try
            {
                return await ApplyOnceAsync(request, cancellationToken);
            }
            catch (KubeException e) when (!request.Force && ServerDefaults.Explain(e.Conflicts))
            {
                return await ApplyOnceAsync(request with { Force = true }, cancellationToken);
            }
        });

    public Task<bool> DeleteAsync(ObjectRef target, string propagation, CancellationToken cancellationToken) =>
        AskAsync(() => client.DeleteAsync(
            target.ApiVersion, target.Kind, target.Namespace, target.Name,
            new DeleteOptions { PropagationPolicy = propagation }, cancellationToken));

    public async Task<WaitResult> WaitUntilLiveAsync(
        JsonObject applied, TimeSpan? timeout, Action<string> progress, CancellationToken cancellationToken)
    {
        var waiter = new ReadinessWaiter(client, new ReadinessOptions { Timeout = timeout }, time);
        try
        {
            var live = await waiter.WaitAsync(applied, new Forward(progress), cancellationToken);
            return new(live, []);
        }
        catch (ReadinessException e)
        {
            return new(e.Last, [e.Message]);
        }
        catch (KubeException e)
        {
            // It was applied, so it must be recorded, even when it can't be watched.
            return new(applied, [e.Message]);
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static async Task<T> AskAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (KubeException e)
        {
            throw new ClusterException((int)e.Status, e.Reason, e.Message, e.Conflicts.Count > 0);
        }
    }

    private Task<JsonObject> ApplyOnceAsync(ApplyRequest request, CancellationToken cancellationToken)
    {
        var options = new ApplyOptions
        {
            FieldManager = request.FieldManager, Force = request.Force, DryRun = request.DryRun,
        };
        return client.ApplyAsync(request.Object, options, cancellationToken);
    }

    /// <summary>Reports in the order of the calls, which <see cref="Progress{T}"/> doesn't.</summary>
    private sealed class Forward(Action<string> report) : IProgress<string>
    {
        public void Report(string value) => report(value);
    }
}
