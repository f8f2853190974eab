using System.Collections.Immutable;

namespace RedisInfra.Cli.Status;

/// <summary>A pool of twemproxy as `status` shows it.</summary>
/// <param name="Name">The component's name and the pool's: "cache/main".</param>
/// <param name="Ok">Whether all of it serves the declared ring.</param>
/// <param name="ProxiesReady">Proxies that serve.</param>
/// <param name="Proxies">Proxies that there are.</param>
/// <param name="Generation">The ring's, as its shards say; null when none says one.</param>
/// <param name="IsOpen">Whether proxies may serve; null when no shard says.</param>
/// <param name="Shards">The declared shards, in their order.</param>
/// <param name="Findings">What is wrong, or unfinished.</param>
internal sealed record PoolStatus(
    string Name, bool Ok, int ProxiesReady, int Proxies, long? Generation, bool? IsOpen,
    ImmutableArray<ShardStatus> Shards, ImmutableArray<string> Findings);

/// <summary>One shard.</summary>
/// <param name="Name">Its pod's name.</param>
/// <param name="Weight">Its weight in the ring.</param>
/// <param name="SharePercent">Its share of all hashes, as the weights and the distribution give it.</param>
/// <param name="Keys">How many keys it holds; null when it doesn't answer.</param>
/// <param name="MemoryBytes">used_memory; null when it doesn't answer.</param>
/// <param name="Persistence">What it writes to disk and how that goes; "" when it doesn't answer.</param>
/// <param name="State">"ok", or what is wrong.</param>
internal sealed record ShardStatus(
    string Name, int Weight, double SharePercent, long? Keys, long? MemoryBytes, string Persistence, string State);
