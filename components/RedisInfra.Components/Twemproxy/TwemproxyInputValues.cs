using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// The inputs of <see cref="TwemproxyPoolArgs"/> that have rules, as far as they are known; null where they aren't.
/// </summary>
internal sealed record TwemproxyInputValues
{
    public string? Namespace { get; init; }
    public string? Image { get; init; }
    public string? ProxyImage { get; init; }
    public Quantity? ProxyMemory { get; init; }
    public string? Password { get; init; }
    public int? UserId { get; init; }
    public int? NodePort { get; init; }
    public RedisServiceType ServiceType { get; init; }
    public TimeSpan? ClientAffinity { get; init; }
    public MonitoringInputValues? Monitoring { get; init; }
    public ImmutableArray<RingInputValues> Rings { get; init; } = [];

    /// <summary>Waits for the inputs and keeps those that are known.</summary>
    public static async Task<TwemproxyInputValues> ReadAsync(TwemproxyPoolArgs args)
    {
        var rings = ImmutableArray.CreateBuilder<RingInputValues>();
        foreach (var ring in args.Pools) rings.Add(await RingInputValues.ReadAsync(ring).ConfigureAwait(false));
        return new TwemproxyInputValues
        {
            Namespace = await Inputs.KnownAsync(args.Namespace).ConfigureAwait(false),
            Image = await Inputs.KnownAsync(args.Image).ConfigureAwait(false),
            ProxyImage = await Inputs.KnownAsync(args.Proxy.Image).ConfigureAwait(false),
            ProxyMemory = await Inputs.KnownAsync(args.Proxy.Resources.Memory).ConfigureAwait(false),
            Password = await Inputs.KnownAsync(args.Password).ConfigureAwait(false),
            UserId = await Inputs.KnownValueAsync(args.Pod.UserId).ConfigureAwait(false),
            NodePort = await Inputs.KnownValueAsync(args.Service.NodePort).ConfigureAwait(false),
            ServiceType = args.Service.Type,
            ClientAffinity = await Inputs.KnownValueAsync(args.Service.ClientAffinity).ConfigureAwait(false),
            Monitoring = await MonitoringInputValues.ReadAsync(args.Monitoring).ConfigureAwait(false),
            Rings = rings.ToImmutable(),
        };
    }
}

/// <summary>The same of a ring.</summary>
internal sealed record RingInputValues(string Name)
{
    public Quantity? Memory { get; init; }
    public int? MaxMemoryPercent { get; init; }
    public string? MaxMemoryPolicy { get; init; }
    public ImmutableDictionary<string, string>? Config { get; init; }
    public Quantity? StorageSize { get; init; }
    public NfsValues Nfs { get; init; } = new();

    public static async Task<RingInputValues> ReadAsync(TwemproxyRingArgs args)
    {
        return new RingInputValues(args.Name)
        {
            Memory = await Inputs.KnownAsync(args.Resources.Memory).ConfigureAwait(false),
            MaxMemoryPercent = await Inputs.KnownValueAsync(args.MaxMemoryPercent).ConfigureAwait(false),
            MaxMemoryPolicy = await Inputs.KnownAsync(args.MaxMemoryPolicy).ConfigureAwait(false),
            Config = await Inputs.KnownAsync<ImmutableDictionary<string, string>>(args.Config).ConfigureAwait(false),
            StorageSize = await Inputs.KnownAsync(VolumeParts.SizeOf(args.Storage)).ConfigureAwait(false),
            Nfs = await NfsValues.ReadAsync(args.Storage).ConfigureAwait(false),
        };
    }
}
