namespace Kubernetes.Tests.EndToEnd;

/// <summary>How a workload reaches the keys, whoever has them at the moment.</summary>
internal interface IWorkloadClient : IAsyncDisposable
{
    /// <summary>Writes one key: whether it was acknowledged. If not, it may have been done all the same.</summary>
    Task<bool> TrySetAsync(string key, string value);

    /// <summary>Reads one key: "" for none, null when there was no answer.</summary>
    Task<string?> TryGetAsync(string key);
}
