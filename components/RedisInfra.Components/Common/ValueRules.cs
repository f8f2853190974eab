using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Common;

/// <summary>
/// The rules on values that all components take; null: not known yet, or not set. Findings go to <c>add</c>: code,
/// what, why, fix. A prefix tells which part of the arguments a value is of, such as <c>Pools["alpha"].</c>.
/// </summary>
internal static class ValueRules
{
    /// <param name="name">The component's.</param>
    /// <param name="workload">The longest name of a workload of it.</param>
    /// <param name="add">Takes findings.</param>
    public static void ComponentName(string name, string workload, Action<string, string, string, string> add)
    {
        if (!Naming.IsServiceName(name))
            add(
                "RI2001", $"the name is \"{name}\"",
                "it names a Service, which takes lower-case letters, digits and inner hyphens, a letter first",
                "Choose such a name");
        if (workload.Length > Naming.MaxStatefulSetLength)
            add(
                "RI2002", $"the name makes a StatefulSet \"{workload}\" of {workload.Length} characters",
                $"its pods' revision label has room for {Naming.MaxStatefulSetLength}",
                $"Shorten the name by {workload.Length - Naming.MaxStatefulSetLength}");
    }

    /// <summary>A warning.</summary>
    public static void WarnOfSlowSync(
        string prefix, RedisStorage storage, RedisPersistence persistence, Action<string, string, string, string> add)
    {
        if (storage is not RedisStorage.Nfs) return;
        if (persistence.AppendOnly == AofSync.Always)
            add(
                "RI2050", $"{prefix}Storage is NFS and AppendOnly = Always", "each write then waits for the NFS server",
                "Use AofSync.EverySecond, or claims of a block storage class");
        else if (persistence.AppendOnly != AofSync.Off)
            add(
                "RI2621", $"{prefix}Storage is NFS and AppendOnly = {persistence.AppendOnly}",
                "while the NFS server is slow to write, all clients wait",
                "Keep it where that is fine; else use snapshots, or claims of a block storage class");
    }

    public static void Namespace(string? value, Action<string, string, string, string> add)
    {
        if (value is not { } ns || Naming.IsLabel(ns)) return;
        add(
            "RI2006", $"Namespace = \"{ns}\"",
            "a namespace is lower-case letters, digits and inner hyphens, at most 63",
            "Name an existing namespace");
    }

    public static void Image(string field, string? value, Action<string, string, string, string> add)
    {
        if (value is not { } image || IsPinned(image)) return;
        add(
            "RI2007", $"{field} = \"{image}\"",
            "it has no tag or the tag \"latest\", so two nodes may run two versions",
            "Give an exact tag or a digest");
    }

    /// <summary>True for repository:tag other than latest, or with a digest.</summary>
    public static bool IsPinned(string image)
    {
        if (image.Contains("@sha256:", StringComparison.Ordinal)) return true;
        var tag = image[(image.LastIndexOf('/') + 1)..].Split(':', 2);
        return tag.Length == 2 && tag[0].Length > 0 && tag[1].Length > 0 && tag[1] != "latest";
    }

    public static void Memory(
        string field, string who, int minMebibytes, Quantity? value, Action<string, string, string, string> add)
    {
        if (value is not { } memory || memory.CompareTo(Quantity.Mebibytes(minMebibytes)) >= 0) return;
        add(
            "RI2008", $"{field} = {memory}", $"{who} needs {minMebibytes}Mi to run",
            "Raise it; 512Mi is bytes, 512m is half a byte");
    }

    public static void MaxMemory(
        string prefix, int? maxPercent, string? maxPolicy, Action<string, string, string, string> add)
    {
        if (maxPercent is { } percent && percent is < 10 or > 90)
            add(
                "RI2009", $"{prefix}MaxMemoryPercent = {percent}",
                "buffers and copies need the rest of the memory limit", "Set it within 10 to 90");
        if (maxPolicy is { } policy && !RedisClusterDefaults.MaxMemoryPolicies.Contains(policy))
            add(
                "RI2010", $"{prefix}MaxMemoryPolicy = \"{policy}\"", "Redis has no such policy",
                $"Use one of {string.Join(", ", RedisClusterDefaults.MaxMemoryPolicies)}");
    }

    public static void Password(
        string? value, Action<string, string, string, string> add, string field = "Password")
    {
        if (value is not { } password) return;
        if (password.Length < RedisClusterDefaults.MinPasswordLength)
            add(
                "RI2011", $"{field} has {password.Length} characters",
                $"Redis answers a million guesses a second, so it takes {RedisClusterDefaults.MinPasswordLength}",
                "Use a longer one, or none: then 32 random characters are made");
        if (password.Any(c => c is <= ' ' or > '~' or ','))
            add(
                "RI2012", $"{field} holds a space, a comma or a character outside printable ASCII",
                "connection strings and redis.conf can't carry it", "Use other characters");
    }

    public static void Config(
        string prefix, ImmutableDictionary<string, string>? config, Action<string, string, string, string> add)
    {
        foreach (var (directive, value) in (config ?? ImmutableDictionary<string, string>.Empty)
                     .OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Directive(prefix, directive, value, add);
    }

    public static void Storage(
        string prefix, Quantity? volumeSize, NfsValues nfs, Action<string, string, string, string> add)
    {
        if (volumeSize is { Value: <= 0 } size)
            add("RI2017", $"{prefix}Storage.Size = {size}", "a volume holds something", "Set it to a size such as 8Gi");
        NfsRules.Check(prefix, nfs, add);
    }

    /// <summary>The rules of snapshots, where there are to be any.</summary>
    public static void Persistence(
        string prefix, RedisPersistence persistence, Action<string, string, string, string> add)
    {
        if (!persistence.Snapshots) return;
        if (persistence.SnapshotRules.Count is < 1 or > RedisClusterDefaults.MaxSnapshotRules)
            add(
                "RI2023", $"{prefix}Persistence.SnapshotRules has {persistence.SnapshotRules.Count} rules",
                "without a rule no snapshot is ever taken", "Give 1 to 16, or set Snapshots to false");
        foreach (var rule in persistence.SnapshotRules)
        {
            if (rule.Changes >= 1 && RedisClusterDefaults.IsSnapshotTime(rule.After)) continue;
            add(
                "RI2024", FormattableString.Invariant(
                    $"{prefix}Persistence.SnapshotRules has {rule.After.TotalSeconds:0.###} s, {rule.Changes} changes"),
                "Redis takes whole seconds and counts from 1 change", "Set it within 1 s to 7 days, and 1 or more");
        }
    }

    public static void ClientAffinity(
        TimeSpan? value, Action<string, string, string, string> add, string field = "Service")
    {
        if (value is not { } time || RedisClusterDefaults.IsAffinity(time)) return;
        add(
            "RI2025", FormattableString.Invariant($"{field}.ClientAffinity = {time.TotalSeconds:0.###} s"),
            "Kubernetes takes whole seconds up to a day", "Set it within 1 s to 24 h, 3 h for example");
    }

    public static void InternalLoadBalancer(
        RedisServiceArgs service, Action<string, string, string, string> add, string field = "Service")
    {
        if (service.InternalLoadBalancer == RedisInternalLoadBalancer.None) return;
        if (service.Type == RedisServiceType.LoadBalancer) return;
        add(
            "RI2301",
            $"{field}.InternalLoadBalancer = {service.InternalLoadBalancer} and {field}.Type = {service.Type}",
            "such a Service has no load balancer", $"Set {field}.Type to LoadBalancer, or leave it out");
    }

    public static void UserId(int? value, Action<string, string, string, string> add)
    {
        if (value is < 1)
            add(
                "RI2018", $"Pod.UserId = {value}", "the restricted Pod Security level forbids root",
                "Set it to 1 or more");
    }

    public static void NodePort(
        int? value, RedisServiceType type, Action<string, string, string, string> add, string field = "Service")
    {
        if (value is < 30000 or > 32767)
            add(
                "RI2019", $"{field}.NodePort = {value}", "node ports are 30000 to 32767",
                "Choose one of them, or leave it out");
        if (value is not null && type == RedisServiceType.ClusterIP)
            add(
                "RI2020", $"{field}.NodePort = {value} and {field}.Type = ClusterIP",
                "such a Service has no node port", $"Set {field}.Type to NodePort, or leave NodePort out");
    }

    private static void Directive(
        string prefix, string directive, string value, Action<string, string, string, string> add)
    {
        if (directive.Length == 0 || !directive.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            add(
                "RI2014", $"{prefix}Config has \"{directive}\"",
                "a directive is one word of letters, digits and hyphens", "Name it as redis.conf does");
        else if (RedisClusterConfig.IsManaged(directive))
            add(
                "RI2015", $"{prefix}Config sets \"{directive}\"",
                "the component sets it, and its probes and topology rely on that",
                "Use the argument for it, or leave it out");
        else if (value.Length == 0 || value.AsSpan().IndexOfAny('\r', '\n') >= 0)
            add(
                "RI2016", $"{prefix}Config[\"{directive}\"] is empty or more than a line",
                "redis.conf has one line for a directive", "Give its values on one line; \"\" stands for nothing");
    }
}
