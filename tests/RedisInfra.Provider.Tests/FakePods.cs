using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Tests;

/// <summary>A namespace with claims, and pods that nobody can reach.</summary>
internal sealed class FakePods(params string[] claims) : IKubernetesPods
{
    public List<string> Deleted { get; } = [];

    public Dictionary<string, string> Ips { get; } = [];

    public Task<Stream> TunnelAsync(string pod, int port, CancellationToken cancellationToken) =>
        throw new IOException($"pod {pod} isn't there");

    public Task<IReadOnlyDictionary<string, string>> PodIpsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(Ips);

    public Task<IReadOnlyList<PodState>> PodsAsync(string selector, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PodState>>([]);

    public Task<(int Code, string Said)> ExecAsync(
        string pod, string container, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        throw new IOException($"pod {pod} isn't there");

    public Task<IReadOnlyList<string>> ClaimsAsync(string selector, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(claims);

    public Task DeleteClaimAsync(string name, CancellationToken cancellationToken)
    {
        Deleted.Add(name);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
