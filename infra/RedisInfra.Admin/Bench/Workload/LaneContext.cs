using StackExchange.Redis;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>What lanes share.</summary>
internal sealed record LaneContext(
    IDatabase Database, WorkloadLedger Ledger, WorkloadOptions Options, TimeProvider Time);
