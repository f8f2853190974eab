using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Zookeeper;

/// <summary>
/// The inputs of <see cref="ZookeeperEnsembleArgs"/> that have rules, as far as they are known; null where they aren't.
/// </summary>
internal sealed record ZookeeperInputValues
{
    public string? Namespace { get; init; }
    public string? Image { get; init; }
    public Quantity? Memory { get; init; }
    public int? HeapPercent { get; init; }
    public string? Password { get; init; }
    public ImmutableDictionary<string, string>? Config { get; init; }
    public ImmutableArray<(Quantity? Size, NfsValues Nfs)> Volumes { get; init; } = [];
    public int? UserId { get; init; }
    public int? NodePort { get; init; }
    public RedisServiceType ServiceType { get; init; }
    public TimeSpan? ClientAffinity { get; init; }
    public MonitoringInputValues? Monitoring { get; init; }

    /// <summary>Waits for the inputs and keeps those that are known.</summary>
    public static async Task<ZookeeperInputValues> ReadAsync(ZookeeperEnsembleArgs args) => new()
    {
        Namespace = await Inputs.KnownAsync(args.Namespace).ConfigureAwait(false),
        Image = await Inputs.KnownAsync(args.Image).ConfigureAwait(false),
        Memory = await Inputs.KnownAsync(args.Resources.Memory).ConfigureAwait(false),
        HeapPercent = await Inputs.KnownValueAsync(args.HeapPercent).ConfigureAwait(false),
        Password = await Inputs.KnownAsync(args.Password).ConfigureAwait(false),
        Config = await Inputs.KnownAsync<ImmutableDictionary<string, string>>(args.Config).ConfigureAwait(false),
        Volumes = args.LogStorage is { } log
            ? [await VolumeAsync(args.Storage).ConfigureAwait(false), await VolumeAsync(log).ConfigureAwait(false)]
            : [await VolumeAsync(args.Storage).ConfigureAwait(false)],
        UserId = await Inputs.KnownValueAsync(args.Pod.UserId).ConfigureAwait(false),
        NodePort = await Inputs.KnownValueAsync(args.Service.NodePort).ConfigureAwait(false),
        ServiceType = args.Service.Type,
        ClientAffinity = await Inputs.KnownValueAsync(args.Service.ClientAffinity).ConfigureAwait(false),
        Monitoring = await MonitoringInputValues.ReadAsync(args.Monitoring).ConfigureAwait(false),
    };

    private static async Task<(Quantity?, NfsValues)> VolumeAsync(RedisStorage storage) => (
        await Inputs.KnownAsync(VolumeParts.SizeOf(storage)).ConfigureAwait(false),
        await NfsValues.ReadAsync(storage).ConfigureAwait(false));
}
