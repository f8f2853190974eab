namespace Kubernetes.Tests.EndToEnd;

/// <summary>A pod that runs, as the API server says it.</summary>
internal sealed record LivePod(string Name, string Uid, string Address, bool Ready);
