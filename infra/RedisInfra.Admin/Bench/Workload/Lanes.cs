using System.Globalization;
using StackExchange.Redis;

namespace RedisInfra.Admin.Bench.Workload;

/// <summary>One lane of each kind in turns.</summary>
internal static class Lanes
{
    private static readonly Func<string, LaneContext, WorkloadLane>[] s_kinds =
    [
        (name, context) => new NumberLane($"{name}:number", context),
        (name, context) => new CounterLane($"{name}:counter", context),
        (name, context) => new PairLane($"{{{name}}}:pair", context),
        (name, context) => new ExpiryLane($"{name}:expiry", context),
        (name, context) => new LargeLane($"{name}:large", context),
        (name, context) => new ListLane($"{name}:list", context),
        (name, context) => new StreamLane($"{name}:stream", context),
    ];

    public static WorkloadLane[] Make(LaneContext context) =>
    [
        .. Enumerable.Range(0, context.Options.Lanes)
            .Select(i => s_kinds[i % s_kinds.Length]($"{context.Options.Prefix}{i}", context)),
    ];

    /// <summary>A number that was read: null for none, -1 for what isn't one.</summary>
    internal static long? Number(RedisValue value) =>
        value.IsNull ? null
        : long.TryParse((string?)value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
}
