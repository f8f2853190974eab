namespace RedisInfra.Kubernetes;

/// <summary>
/// A running <c>kubectl proxy</c>: it logs in as the kubeconfig says (certificates, exec plugins, OIDC, cloud logins)
/// and lets us speak plain HTTP. It listens on a unix socket in a private folder, because a TCP port would open the
/// cluster to every user of the machine. It is shared by all who ask for the same target, and ends with the last of
/// them or with us.
/// </summary>
public sealed class KubeProxy : IAsyncDisposable
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly Dictionary<KubeTarget, SharedProxy> Running = [];
    private readonly SharedProxy _shared;
    private int _disposed;

    private KubeProxy(SharedProxy shared, KubeTarget target, KubeContext context)
    {
        _shared = shared;
        Target = target;
        Context = context;
    }

    /// <summary>What was asked for.</summary>
    public KubeTarget Target { get; }

    /// <summary>What that stands for.</summary>
    public KubeContext Context { get; }

    /// <summary>The process id of the keeper of kubectl; for tests and diagnostics.</summary>
    internal int ProcessId => _shared.ProcessId;

    /// <summary>The socket's path.</summary>
    internal string SocketPath => _shared.SocketPath;

    /// <summary>Starts a proxy for <paramref name="target"/>, or joins the one that runs.</summary>
    /// <exception cref="Model.Diagnostics.DiagnosticException">
    /// RI4001 to RI4006: no kubectl, kubeconfig or context, no answer within 30 s, or not accepted.
    /// </exception>
    public static async Task<KubeProxy> StartAsync(KubeTarget target, CancellationToken cancellationToken)
    {
        // Asked by its resolved name, so that a later `kubectl config use-context` elsewhere can't move us.
        var context = await target.ResolveAsync(cancellationToken);
        var key = target with { Context = context.Name, Namespace = null };
        await Gate.WaitAsync(cancellationToken);
        try
        {
            if (!Running.TryGetValue(key, out var shared) || shared.HasEnded)
            {
                shared = await SharedProxy.StartAsync(key, context, cancellationToken);
                Running[key] = shared;
            }

            shared.Users++;
            return new KubeProxy(shared, key, context);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>What kubectl wrote last on its standard error: why the API server couldn't be reached.</summary>
    internal string LastError => _shared.LastError;

    /// <summary>Leaves the proxy; the last one to leave ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await Gate.WaitAsync();
        try
        {
            if (--_shared.Users > 0)
            {
                return;
            }

            foreach (var key in Running.Where(x => x.Value == _shared).Select(x => x.Key).ToList())
            {
                Running.Remove(key);
            }
        }
        finally
        {
            Gate.Release();
        }

        await _shared.DisposeAsync();
    }
}
