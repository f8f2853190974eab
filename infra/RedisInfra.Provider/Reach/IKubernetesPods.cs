namespace RedisInfra.Provider.Reach;

/// <summary>
/// The little of Kubernetes that the provider needs: tunnels to pods, commands in them, their IPs, and claims.
/// </summary>
internal interface IKubernetesPods : IAsyncDisposable
{
    /// <summary>A tunnel to a pod's port.</summary>
    Task<Stream> TunnelAsync(string pod, int port, CancellationToken cancellationToken);

    /// <summary>
    /// The IP of each of the namespace's pods by name, "" before it has one. A pod that isn't there is missing.
    /// </summary>
    Task<IReadOnlyDictionary<string, string>> PodIpsAsync(CancellationToken cancellationToken);

    /// <summary>The pods that the selector matches.</summary>
    Task<IReadOnlyList<PodState>> PodsAsync(string selector, CancellationToken cancellationToken);

    /// <summary>Runs a command in a pod's container: its exit code and what it said.</summary>
    /// <exception cref="IOException">The connection was lost.</exception>
    Task<(int Code, string Said)> ExecAsync(
        string pod, string container, IReadOnlyList<string> command, CancellationToken cancellationToken);

    /// <summary>The names of the claims that the selector matches.</summary>
    Task<IReadOnlyList<string>> ClaimsAsync(string selector, CancellationToken cancellationToken);

    /// <summary>Deletes a claim; one that is gone is fine. It stays until the pods that use it are gone.</summary>
    Task DeleteClaimAsync(string name, CancellationToken cancellationToken);
}
