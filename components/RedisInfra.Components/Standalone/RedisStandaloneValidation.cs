using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Components.Standalone;

/// <summary>
/// Every rule on <see cref="RedisStandaloneArgs"/>: pure functions from values to findings, in a fixed order.
/// </summary>
internal static class RedisStandaloneValidation
{
    public static string Where(string name) => $"RedisStandalone \"{name}\"";

    /// <summary>The rules on plain values, which are known when the constructor runs.</summary>
    public static ImmutableArray<Diagnostic> CheckShape(string name, RedisStandaloneArgs args)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.ComponentName(name, name, Add);
        ValueRules.Persistence("", args.Persistence, Add);
        ValueRules.InternalLoadBalancer(args.Service, Add);
        if (args.Workload == RedisStandaloneWorkload.Deployment
            && args.Storage is RedisStorage.Nfs { Exports: NfsExports.PerMember })
            Add(
                "RI2606", "Storage.Exports = PerMember and Workload = Deployment",
                "a Deployment's pods have no lasting name that an export could have",
                "Set Workload to StatefulSet, or Exports to Shared");
        return found.ToImmutable();
    }

    /// <summary>What is allowed but likely not meant.</summary>
    public static ImmutableArray<Diagnostic> Warn(RedisStandaloneSpec spec)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) =>
            found.Add(new(code, Where(spec.Name), what, why, fix, Severity.Warning));

        ValueRules.WarnOfSlowSync("", spec.Storage, spec.Persistence, Add);
        if (spec.Storage is RedisStorage.Ephemeral && !spec.Persistence.IsNone)
            Add(
                "RI2251", "Storage is ephemeral and Persistence isn't None",
                "the files go with the pod, and no other has the data",
                "Use claims or NFS, or set Persistence to None for a cache");
        if (spec.Storage is not RedisStorage.Ephemeral && spec.Persistence.IsNone)
            Add(
                "RI2252", "Persistence is None and Storage isn't ephemeral",
                "nothing is written to the volume, and an old snapshot on it is read at each start",
                "Use ephemeral storage for a cache, or another Persistence");
        return found.ToImmutable();
    }

    /// <summary>The rules on values that may come from other resources; null: not known yet, or not set.</summary>
    public static ImmutableArray<Diagnostic> CheckValues(string name, RedisStandaloneInputValues values)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.Namespace(values.Namespace, Add);
        ValueRules.Image("Image", values.Image, Add);
        ValueRules.Memory("Resources.Memory", "Redis", RedisClusterDefaults.MinMemoryMebibytes, values.Memory, Add);
        ValueRules.MaxMemory("", values.MaxMemoryPercent, values.MaxMemoryPolicy, Add);
        ValueRules.Password(values.Password, Add);
        ValueRules.Config("", values.Config, Add);
        ValueRules.Storage("", values.StorageSize, values.Nfs, Add);
        ValueRules.UserId(values.UserId, Add);
        ValueRules.NodePort(values.NodePort, values.ServiceType, Add);
        ValueRules.ClientAffinity(values.ClientAffinity, Add);
        MonitoringRules.Check(values.Monitoring, Add);
        return found.ToImmutable();
    }
}
