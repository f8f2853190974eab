namespace RedisInfra.Model.Diagnostics;

/// <summary>
/// One finding about what a user declared or what was observed: code, place, what is there, why that is wrong, how to
/// fix it. docs/errors.md lists the codes: RI1 stack files and configuration, RI2 component arguments, RI3 Redis and
/// its topology, RI4 Kubernetes, RI5 state, RI6 lab and command line.
/// </summary>
/// <param name="Code">"RI" and four digits; stable, so that it can be looked up.</param>
/// <param name="Where">The place in the user's words: <c>RedisCluster "cache"</c>, <c>Pulumi.dev.yaml:
/// redis.orders.shards</c>.</param>
/// <param name="What">What stands there, as a clause: <c>Shards = 2</c>.</param>
/// <param name="Why">Why that can't be, as a clause: <c>a Redis Cluster needs at least 3 masters to elect
/// one</c>.</param>
/// <param name="Fix">What to do, as a sentence without its full stop.</param>
/// <param name="Severity">Error unless said otherwise.</param>
public sealed record Diagnostic(
    string Code, string Where, string What, string Why, string Fix, Severity Severity = Severity.Error)
{
    /// <summary>
    /// The finding as a user reads it: <c>RI2003 RedisCluster "cache": Shards = 2, but … to elect one. Set ….</c>
    /// </summary>
    public override string ToString() => $"{Code} {Where}: {What}, but {Why}. {Fix}.";
}
