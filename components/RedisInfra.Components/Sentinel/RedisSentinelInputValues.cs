using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>
/// The inputs of <see cref="RedisSentinelArgs"/> that have rules, as far as they are known; null where they aren't.
/// </summary>
internal sealed record RedisSentinelInputValues
{
    public string? Namespace { get; init; }
    public string? Image { get; init; }
    public string? ProxyImage { get; init; }
    public Quantity? Memory { get; init; }
    public Quantity? SentinelMemory { get; init; }
    public Quantity? ProxyMemory { get; init; }
    public int? MaxMemoryPercent { get; init; }
    public string? MaxMemoryPolicy { get; init; }
    public string? Password { get; init; }
    public string? SentinelPassword { get; init; }
    public ImmutableArray<UserValues> Users { get; init; } = [];
    public ImmutableDictionary<string, string>? Config { get; init; }
    public Quantity? StorageSize { get; init; }
    public NfsValues Nfs { get; init; } = new();
    public int? UserId { get; init; }
    public MonitoringInputValues? Monitoring { get; init; }
    public ImmutableArray<ServiceInputValues> Services { get; init; } = [];

    /// <summary>Waits for the inputs and keeps those that are known.</summary>
    public static async Task<RedisSentinelInputValues> ReadAsync(RedisSentinelArgs args)
    {
        var services = ImmutableArray.CreateBuilder<ServiceInputValues>();
        foreach (var (field, service) in ServicesOf(args))
            services.Add(await ServiceInputValues.ReadAsync(field, service).ConfigureAwait(false));
        return new RedisSentinelInputValues
        {
            Namespace = await Inputs.KnownAsync(args.Namespace).ConfigureAwait(false),
            Image = await Inputs.KnownAsync(args.Image).ConfigureAwait(false),
            ProxyImage = await Inputs.KnownAsync(args.Proxy?.Image).ConfigureAwait(false),
            Memory = await Inputs.KnownAsync(args.Resources.Memory).ConfigureAwait(false),
            SentinelMemory = await Inputs.KnownAsync(args.SentinelResources.Memory).ConfigureAwait(false),
            ProxyMemory = await Inputs.KnownAsync(args.Proxy?.Resources.Memory).ConfigureAwait(false),
            MaxMemoryPercent = await Inputs.KnownValueAsync(args.MaxMemoryPercent).ConfigureAwait(false),
            MaxMemoryPolicy = await Inputs.KnownAsync(args.MaxMemoryPolicy).ConfigureAwait(false),
            Password = await Inputs.KnownAsync(args.Password).ConfigureAwait(false),
            SentinelPassword = await Inputs.KnownAsync(args.SentinelPassword).ConfigureAwait(false),
            Users =
            [
                .. await UserValues.ReadAsync(nameof(args.Users), args.Users).ConfigureAwait(false),
                .. await UserValues.ReadAsync(nameof(args.SentinelUsers), args.SentinelUsers).ConfigureAwait(false),
            ],
            Config = await Inputs.KnownAsync<ImmutableDictionary<string, string>>(args.Config).ConfigureAwait(false),
            StorageSize = await Inputs.KnownAsync(VolumeParts.SizeOf(args.Storage)).ConfigureAwait(false),
            Nfs = await NfsValues.ReadAsync(args.Storage).ConfigureAwait(false),
            UserId = await Inputs.KnownValueAsync(args.Pod.UserId).ConfigureAwait(false),
            Monitoring = await MonitoringInputValues.ReadAsync(args.Monitoring).ConfigureAwait(false),
            Services = services.ToImmutable(),
        };
    }

    /// <summary>The Services that are published as their args say, by what the args call them.</summary>
    public static IEnumerable<(string Field, RedisServiceArgs Service)> ServicesOf(RedisSentinelArgs args)
    {
        if (args.Proxy is { } proxy)
        {
            yield return ("Proxy.WriteService", proxy.WriteService);
            yield return ("Proxy.ReadService", proxy.ReadService);
        }

        yield return ("SentinelService", args.SentinelService);
    }
}

/// <summary>The same of a Service.</summary>
internal sealed record ServiceInputValues(
    string Field, RedisServiceType Type, int? NodePort, TimeSpan? ClientAffinity)
{
    public static async Task<ServiceInputValues> ReadAsync(string field, RedisServiceArgs args) => new(
        field, args.Type, await Inputs.KnownValueAsync(args.NodePort).ConfigureAwait(false),
        await Inputs.KnownValueAsync(args.ClientAffinity).ConfigureAwait(false));
}
