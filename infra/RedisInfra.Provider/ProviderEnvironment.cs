using RedisInfra.Provider.Monitoring;
using RedisInfra.Provider.Preflight;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Topology;
using RedisInfra.Provider.Volumes;

namespace RedisInfra.Provider;

/// <summary>What the provider takes from its surroundings; tests give their own.</summary>
/// <param name="IsInPod">Whether pods can be reached directly.</param>
/// <param name="Time">The clock.</param>
/// <param name="OpenKubernetes">Opens the Kubernetes API.</param>
/// <param name="EngineGone">Cancelled when the engine is gone.</param>
internal sealed record ProviderEnvironment(
    bool IsInPod, TimeProvider Time,
    Func<KubernetesSettings, CancellationToken, Task<IKubernetesPods>> OpenKubernetes, CancellationToken EngineGone)
{
    /// <summary>Asks the cluster what a preflight needs to know.</summary>
    public Func<KubernetesSettings, PreflightInputs, CancellationToken, Task<PreflightFacts>> ReadFacts { get; init; } =
        PreflightReader.ReadAsync;

    /// <summary>Opens the Kubernetes API for objects of any kind.</summary>
    public Func<KubernetesSettings, CancellationToken, Task<IKubernetesObjects>> OpenObjects { get; init; } =
        KubernetesObjects.OpenAsync;

    /// <summary>Opens the Kubernetes API for claims.</summary>
    public Func<KubernetesSettings, CancellationToken, Task<IVolumeClaims>> OpenVolumes { get; init; } =
        VolumeClaims.OpenAsync;

    /// <summary>What previews saw.</summary>
    public PlanMemory Plans { get; init; } = new(Time);

    /// <summary>Where previews write their plans; null for nowhere.</summary>
    public string? PlanFolder { get; init; }

    /// <summary>Asks for what a check can do without.</summary>
    /// <param name="timeout">How long.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="unasked">Is told why, when nobody answers.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The answer; null when there is none.</returns>
    public async Task<T?> AskAsync<T>(
        TimeSpan timeout, Func<CancellationToken, Task<T>> ask, Func<string, Task> unasked, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && TopologySession.IsUnreachable(exception))
        {
            await unasked(deadline.IsCancellationRequested
                ? $"it gave no answer within {timeout.TotalSeconds} s" : exception.Message.TrimEnd('.'));
            return default;
        }
    }

    private const string TokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /// <summary>The machine's own.</summary>
    public static ProviderEnvironment System(CancellationToken engineGone)
    {
        bool inPod = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 }
            && File.Exists(TokenFile);
        return new ProviderEnvironment(inPod, TimeProvider.System, KubernetesPods.OpenAsync, engineGone)
        {
            PlanFolder = Environment.GetEnvironmentVariable(PlanFiles.Variable) is { Length: > 0 } folder
                ? folder : null,
        };
    }
}
