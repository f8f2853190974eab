using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>What is in the cluster already under the name of a resource that is to be created, and who manages
/// it.</summary>
internal sealed class ExistingObjects(ICluster cluster, string urn)
{
    private const string ManagerPrefix = "pulumi-kubernetes";

    /// <summary>One manager per resource, as the official provider has; made from the URN, so that a run can recognise
    /// what an interrupted one created. Another state may have the same URN: only together with a pending operation it
    /// says whose an object is.</summary>
    public string Manager { get; } =
        $"{ManagerPrefix}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(urn)))[..8]}";

    /// <summary>What stands in the way of a creation that nothing was begun for, whoever made it.</summary>
    public async Task<Diagnostic?> ObstacleAsync(ObjectRef target, string? standing, CancellationToken ct) =>
        await FindAsync(target, ct) is { } found && found.Served.Id != standing
            ? KubernetesErrors.Exists(target, string.Join(", ", Managers(found.Live))) : null;

    /// <summary>What an interrupted creation left.</summary>
    public async Task<ObjectRef?> LeftoverAsync(ObjectRef target, CancellationToken ct) =>
        await FindAsync(target, ct) is { } found && IsOurs(found.Live) ? found.Served : null;

    /// <exception cref="DiagnosticException">RI4502: it is there, and isn't what an interrupted run left.</exception>
    public async Task RefuseForeignAsync(ObjectRef served, CancellationToken ct)
    {
        if (await cluster.GetAsync(served, ct) is { } live && !IsOurs(live))
            throw new DiagnosticException(KubernetesErrors.Exists(served, string.Join(", ", Managers(live))));
    }

    private async Task<(ObjectRef Served, JsonObject Live)?> FindAsync(ObjectRef target, CancellationToken ct) =>
        await new ServedKinds(cluster).FindAsync(target, ct) is { } served
        && await cluster.GetAsync(served, ct) is { } live ? (served, live) : null;

    private bool IsOurs(JsonObject live) => Managers(live).Contains(Manager);

    private static SortedSet<string> Managers(JsonObject live) => new(
        (live["metadata"]?["managedFields"] as JsonArray ?? [])
            .Select(f => f?["manager"]?.GetValue<string>() ?? "").Where(m => m.Length > 0), StringComparer.Ordinal);
}
