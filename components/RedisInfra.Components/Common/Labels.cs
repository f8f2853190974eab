using System.Globalization;

namespace RedisInfra.Components.Common;

/// <summary>The labels that every object carries, and the selectors made of them.</summary>
public static class Labels
{
    /// <summary>The key of the label that holds the component's name.</summary>
    public const string Instance = "app.kubernetes.io/instance";

    /// <summary>The key of the label that holds a shard's number, counted from 0.</summary>
    public const string Shard = "redisinfra.io/shard";

    /// <summary>The key of the label that holds the name of a proxy's pool.</summary>
    public const string Pool = "redisinfra.io/pool";

    /// <summary>The key of the label that holds what runs a single server.</summary>
    public const string Workload = "redisinfra.io/workload";

    private const string Name = "app.kubernetes.io/name";
    private const string Component = "app.kubernetes.io/component";
    private const string ManagedBy = "app.kubernetes.io/managed-by";
    private static readonly string[] _ofClaims = [Name, Instance, Pool, ManagedBy];

    /// <summary>What a pod that runs Redis has as its component.</summary>
    internal const string NodeComponent = "node";

    /// <summary>The labels of one object of <paramref name="instance"/>.</summary>
    internal static Dictionary<string, string> Of(
        string instance, string component, int? shard = null, string? pool = null)
    {
        var labels = Selector(instance, shard, pool);
        labels[Component] = component;
        labels[ManagedBy] = "redisinfra";
        return labels;
    }

    /// <summary>
    /// What picks the pods of <paramref name="instance"/>, or of one shard of it. Must never change: selectors can't.
    /// </summary>
    internal static Dictionary<string, string> Selector(string instance, int? shard = null, string? pool = null)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Name] = "redis",
            [Instance] = instance,
            [Component] = NodeComponent,
        };
        if (shard is { } number) labels[Shard] = number.ToString(CultureInfo.InvariantCulture);
        if (pool is not null) labels[Pool] = pool;
        return labels;
    }

    /// <summary>The labels of an object of the proxies of <paramref name="instance"/>.</summary>
    internal static Dictionary<string, string> OfProxy(string instance)
    {
        var labels = ProxySelector(instance);
        labels[ManagedBy] = "redisinfra";
        return labels;
    }

    /// <summary>What picks the proxies of <paramref name="instance"/>. Must never change.</summary>
    internal static Dictionary<string, string> ProxySelector(string instance) => new(StringComparer.Ordinal)
    {
        [Name] = "twemproxy",
        [Instance] = instance,
        [Component] = "proxy",
    };

    /// <summary>The labels of an object of the Sentinels of <paramref name="instance"/>.</summary>
    internal static Dictionary<string, string> OfSentinel(string instance)
    {
        var labels = SentinelSelector(instance);
        labels[ManagedBy] = "redisinfra";
        return labels;
    }

    /// <summary>What picks the Sentinels of <paramref name="instance"/>. Must never change.</summary>
    internal static Dictionary<string, string> SentinelSelector(string instance) => new(StringComparer.Ordinal)
    {
        [Name] = "redis-sentinel",
        [Instance] = instance,
        [Component] = "sentinel",
    };

    /// <summary>The labels of an object of the proxies that follow a master of <paramref name="instance"/>.</summary>
    internal static Dictionary<string, string> OfHaProxy(string instance)
    {
        var labels = HaProxySelector(instance);
        labels[ManagedBy] = "redisinfra";
        return labels;
    }

    /// <summary>What picks those proxies. Must never change.</summary>
    internal static Dictionary<string, string> HaProxySelector(string instance) => new(StringComparer.Ordinal)
    {
        [Name] = "haproxy",
        [Instance] = instance,
        [Component] = "proxy",
    };

    /// <summary>What a pod that runs ZooKeeper has as its component.</summary>
    internal const string ZookeeperComponent = "server";

    /// <summary>The labels of an object of the ZooKeeper ensemble <paramref name="instance"/>.</summary>
    internal static Dictionary<string, string> OfZookeeper(string instance, string component)
    {
        var labels = ZookeeperSelector(instance);
        labels[Component] = component;
        labels[ManagedBy] = "redisinfra";
        return labels;
    }

    /// <summary>What picks the servers of the ZooKeeper ensemble <paramref name="instance"/>. Must never change.
    /// </summary>
    internal static Dictionary<string, string> ZookeeperSelector(string instance) => new(StringComparer.Ordinal)
    {
        [Name] = "zookeeper",
        [Instance] = instance,
        [Component] = ZookeeperComponent,
    };

    /// <summary>The label selector of claims with these labels, as <c>kubectl -l</c> takes it.</summary>
    internal static string ClaimSelector(IReadOnlyDictionary<string, string> labels) => string.Join(
        ',', _ofClaims.Where(labels.ContainsKey).Select(key => $"{key}={labels[key]}"));
}
