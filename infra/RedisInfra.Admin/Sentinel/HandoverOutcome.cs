namespace RedisInfra.Admin.Sentinel;

/// <summary>A handover that was done.</summary>
/// <param name="From">Who was the master: "host:port".</param>
/// <param name="To">Who is it now: "host:port".</param>
/// <param name="Paused">How long writes were held back.</param>
public sealed record HandoverOutcome(string From, string To, TimeSpan Paused);
