namespace RedisInfra.Components.Monitoring;

/// <summary>What is watched: which alerts have a meaning follows from it.</summary>
/// <param name="Members">How many servers there are to be.</param>
/// <param name="IsCluster">Whether they form a Redis Cluster.</param>
/// <param name="HasReplicas">Whether masters have replicas.</param>
/// <param name="IsPersistent">Whether they write their data to a volume.</param>
internal sealed record Monitored(int Members, bool IsCluster, bool HasReplicas, bool IsPersistent);

/// <summary>One alert.</summary>
/// <param name="Name">What it is called, as Prometheus takes it.</param>
/// <param name="Expression">PromQL: what is returned is wrong.</param>
/// <param name="For">For how long it must be.</param>
/// <param name="Severity">critical: clients are hurt, or soon; warning: somebody should look today.</param>
/// <param name="Summary">What is wrong, in a line.</param>
/// <param name="Description">What that means and what to do.</param>
internal sealed record AlertRule(
    string Name, string Expression, string For, string Severity, string Summary, string Description);
