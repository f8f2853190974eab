namespace RedisInfra.Components.Cluster;

/// <summary>A taint that is put up with.</summary>
/// <param name="Key">The taint's key.</param>
/// <param name="Value">The taint's value; null: whatever it is.</param>
/// <param name="Effect">NoSchedule, PreferNoSchedule or NoExecute; null: all of them.</param>
public sealed record RedisToleration(string Key, string? Value = null, string? Effect = null);
