using System.Collections.Immutable;
using RedisInfra.Components.Common;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// Every rule on <see cref="RedisClusterArgs"/>: pure functions from values to findings, in a fixed order.
/// </summary>
internal static class RedisClusterValidation
{
    public static string Where(string name) => $"RedisCluster \"{name}\"";

    /// <summary>The rules on plain values, which are known when the constructor runs.</summary>
    public static ImmutableArray<Diagnostic> CheckShape(string name, RedisClusterArgs args)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        var members = (long)args.Shards * (1 + args.ReplicasPerShard);
        if (!Naming.IsServiceName(name))
            Add(
                "RI2001", $"the name is \"{name}\"",
                "it names a Service, which takes lower-case letters, digits and inner hyphens, a letter first",
                "Choose such a name");
        var longest = RedisClusterLayout.LongestWorkloadName(name, args.Shards, args.Workload);
        if (longest.Length > Naming.MaxStatefulSetLength)
            Add(
                "RI2002", $"the name makes a StatefulSet \"{longest}\" of {longest.Length} characters",
                $"its pods' revision label has room for {Naming.MaxStatefulSetLength}",
                $"Shorten the name by {longest.Length - Naming.MaxStatefulSetLength}");
        if (args.Shards < RedisClusterDefaults.MinShards)
            Add(
                "RI2003", $"Shards = {args.Shards}",
                $"a Redis Cluster needs at least {RedisClusterDefaults.MinShards} masters to elect one",
                $"Set Shards to {RedisClusterDefaults.MinShards} or more");
        if (args.ReplicasPerShard is < 0 or > RedisClusterDefaults.MaxReplicasPerShard)
            Add(
                "RI2004", $"ReplicasPerShard = {args.ReplicasPerShard}",
                $"a master has 0 to {RedisClusterDefaults.MaxReplicasPerShard} replicas",
                "Set ReplicasPerShard within that");
        else if (members > RedisClusterDefaults.MaxMembers)
            Add(
                "RI2005",
                $"Shards = {args.Shards} and ReplicasPerShard = {args.ReplicasPerShard} make {members} members",
                $"a Redis Cluster works up to {RedisClusterDefaults.MaxMembers}", "Use fewer and larger shards");
        return found.ToImmutable();
    }

    /// <summary>What is allowed but likely not meant.</summary>
    public static ImmutableArray<Diagnostic> Warn(RedisClusterSpec spec)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) =>
            found.Add(new(code, Where(spec.Name), what, why, fix, Severity.Warning));

        if (spec.Storage is Storage.RedisStorage.Nfs && spec.Persistence.AppendOnly == AofSync.Always)
            Add(
                "RI2050", "Storage is NFS and AppendOnly = Always", "each write then waits for the NFS server",
                "Use AofSync.EverySecond, or claims of a block storage class");
        if (spec.Storage is Storage.RedisStorage.Ephemeral && spec.ReplicasPerShard == 0)
            Add(
                "RI2051", "Storage is ephemeral and ReplicasPerShard = 0", "a shard's keys go with its only pod",
                "Set ReplicasPerShard to 1 or more, or use claims");
        return found.ToImmutable();
    }

    /// <summary>The rules on values that may come from other resources; null: not known yet, or not set.</summary>
    public static ImmutableArray<Diagnostic> CheckValues(string name, ClusterInputValues values)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        if (values.Namespace is { } ns && !Naming.IsLabel(ns))
            Add(
                "RI2006", $"Namespace = \"{ns}\"",
                "a namespace is lower-case letters, digits and inner hyphens, at most 63",
                "Name an existing namespace");
        if (values.Image is { } image && !IsPinned(image))
            Add(
                "RI2007", $"Image = \"{image}\"",
                "it has no tag or the tag \"latest\", so two nodes may run two versions",
                "Give an exact tag or a digest");
        if (values.Memory is { } memory
            && memory.CompareTo(Quantity.Mebibytes(RedisClusterDefaults.MinMemoryMebibytes)) < 0)
            Add(
                "RI2008", $"Resources.Memory = {memory}",
                $"Redis needs {RedisClusterDefaults.MinMemoryMebibytes}Mi to run",
                "Raise it; 512Mi is bytes, 512m is half a byte");
        if (values.MaxMemoryPercent is { } percent && percent is < 10 or > 90)
            Add(
                "RI2009", $"MaxMemoryPercent = {percent}", "buffers and copies need the rest of the memory limit",
                "Set it within 10 to 90");
        if (values.MaxMemoryPolicy is { } policy && !RedisClusterDefaults.MaxMemoryPolicies.Contains(policy))
            Add(
                "RI2010", $"MaxMemoryPolicy = \"{policy}\"", "Redis has no such policy",
                $"Use one of {string.Join(", ", RedisClusterDefaults.MaxMemoryPolicies)}");
        if (values.Password is { } password) CheckPassword(password, Add);
        if (values.NodeTimeout is { } timeout
            && (timeout < RedisClusterDefaults.MinNodeTimeout || timeout > RedisClusterDefaults.MaxNodeTimeout))
            Add(
                "RI2013", FormattableString.Invariant($"NodeTimeout = {timeout.TotalSeconds:0.###} s"),
                "shorter takes a busy node for dead and longer keeps its shard away", "Set it within 1 s to 60 s");
        var config = values.Config ?? ImmutableDictionary<string, string>.Empty;
        foreach (var (directive, value) in config.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            CheckDirective(directive, value, Add);
        CheckStorage(values, Add);
        if (values.UserId is < 1)
            Add(
                "RI2018", $"Pod.UserId = {values.UserId}", "the restricted Pod Security level forbids root",
                "Set it to 1 or more");
        if (values.NodePort is < 30000 or > 32767)
            Add(
                "RI2019", $"Service.NodePort = {values.NodePort}", "node ports are 30000 to 32767",
                "Choose one of them, or leave it out");
        if (values.NodePort is not null && values.ServiceType == RedisServiceType.ClusterIP)
            Add(
                "RI2020", $"Service.NodePort = {values.NodePort} and Service.Type = ClusterIP",
                "such a Service has no node port", "Set Service.Type to NodePort, or leave NodePort out");
        return found.ToImmutable();
    }

    /// <summary>True for repository:tag other than latest, or with a digest.</summary>
    public static bool IsPinned(string image)
    {
        if (image.Contains("@sha256:", StringComparison.Ordinal)) return true;
        var tag = image[(image.LastIndexOf('/') + 1)..].Split(':', 2);
        return tag.Length == 2 && tag[0].Length > 0 && tag[1].Length > 0 && tag[1] != "latest";
    }

    private static void CheckPassword(string password, Action<string, string, string, string> add)
    {
        if (password.Length < RedisClusterDefaults.MinPasswordLength)
            add(
                "RI2011", $"Password has {password.Length} characters",
                $"Redis answers a million guesses a second, so it takes {RedisClusterDefaults.MinPasswordLength}",
                "Use a longer one, or none: then 32 random characters are made");
        if (password.Any(c => c is <= ' ' or > '~' or ','))
            add(
                "RI2012", "Password holds a space, a comma or a character outside printable ASCII",
                "connection strings and redis.conf can't carry it", "Use other characters");
    }

    private static void CheckDirective(string directive, string value, Action<string, string, string, string> add)
    {
        if (directive.Length == 0 || !directive.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            add(
                "RI2014", $"Config has \"{directive}\"", "a directive is one word of letters, digits and hyphens",
                "Name it as redis.conf does");
        else if (RedisClusterConfig.IsManaged(directive))
            add(
                "RI2015", $"Config sets \"{directive}\"",
                "the component sets it, and its probes and topology rely on that",
                "Use the argument for it, or leave it out");
        else if (value.Length == 0 || value.AsSpan().IndexOfAny('\r', '\n') >= 0)
            add(
                "RI2016", $"Config[\"{directive}\"] is empty or more than a line",
                "redis.conf has one line for a directive", "Give its values on one line; \"\" stands for nothing");
    }

    private static void CheckStorage(ClusterInputValues values, Action<string, string, string, string> add)
    {
        if (values.StorageSize is { Value: <= 0 } size)
            add("RI2017", $"Storage.Size = {size}", "a volume holds something", "Set it to a size such as 8Gi");
        if (values.NfsServer is { } server && string.IsNullOrWhiteSpace(server))
            add("RI2021", "Storage.Server is empty", "the volumes must name a server", "Give its host name or address");
        if (values.NfsPath is { } path && !path.StartsWith('/'))
            add("RI2022", $"Storage.Path = \"{path}\"", "an export is an absolute path", "Start it with a slash");
    }
}
