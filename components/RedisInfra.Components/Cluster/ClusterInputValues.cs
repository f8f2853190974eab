using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>
/// The inputs of <see cref="RedisClusterArgs"/> that have rules, as far as they are known; null where they aren't.
/// </summary>
internal sealed record ClusterInputValues
{
    public string? Namespace { get; init; }
    public string? Image { get; init; }
    public Quantity? Memory { get; init; }
    public int? MaxMemoryPercent { get; init; }
    public string? MaxMemoryPolicy { get; init; }
    public string? Password { get; init; }
    public TimeSpan? NodeTimeout { get; init; }
    public ImmutableDictionary<string, string>? Config { get; init; }
    public Quantity? StorageSize { get; init; }
    public string? NfsServer { get; init; }
    public string? NfsPath { get; init; }
    public int? UserId { get; init; }
    public int? NodePort { get; init; }
    public RedisServiceType ServiceType { get; init; }

    /// <summary>Waits for the inputs and keeps those that are known.</summary>
    public static async Task<ClusterInputValues> ReadAsync(RedisClusterArgs args)
    {
        var nfs = args.Storage as RedisStorage.Nfs;
        return new ClusterInputValues
        {
            Namespace = await KnownAsync(args.Namespace).ConfigureAwait(false),
            Image = await KnownAsync(args.Image).ConfigureAwait(false),
            Memory = await KnownAsync(args.Resources.Memory).ConfigureAwait(false),
            MaxMemoryPercent = await KnownValueAsync(args.MaxMemoryPercent).ConfigureAwait(false),
            MaxMemoryPolicy = await KnownAsync(args.MaxMemoryPolicy).ConfigureAwait(false),
            Password = await KnownAsync(args.Password).ConfigureAwait(false),
            NodeTimeout = await KnownValueAsync(args.NodeTimeout).ConfigureAwait(false),
            Config = await KnownAsync<ImmutableDictionary<string, string>>(args.Config).ConfigureAwait(false),
            StorageSize = await KnownAsync(SizeOf(args.Storage)).ConfigureAwait(false),
            NfsServer = await KnownAsync(nfs?.Server).ConfigureAwait(false),
            NfsPath = await KnownAsync(nfs?.Path).ConfigureAwait(false),
            UserId = await KnownValueAsync(args.Pod.UserId).ConfigureAwait(false),
            NodePort = await KnownValueAsync(args.Service.NodePort).ConfigureAwait(false),
            ServiceType = args.Service.Type,
        };
    }

    private static Input<Quantity>? SizeOf(RedisStorage storage) => storage switch
    {
        RedisStorage.Claims claims => claims.Size,
        RedisStorage.Nfs nfs => nfs.Size,
        RedisStorage.Ephemeral ephemeral => ephemeral.SizeLimit,
        _ => throw new InvalidOperationException($"bug in RedisInfra: storage {storage.GetType().Name} is not handled"),
    };

    private static async Task<T?> KnownAsync<T>(Input<T>? input) where T : class
    {
        if (input is null) return null;
        var output = input.ToOutput();
        return await OutputUtilities.GetIsKnownAsync(output).ConfigureAwait(false)
            ? await OutputUtilities.GetValueAsync(output).ConfigureAwait(false)
            : null;
    }

    private static async Task<T?> KnownValueAsync<T>(Input<T>? input) where T : struct
    {
        if (input is null) return null;
        var output = input.ToOutput();
        return await OutputUtilities.GetIsKnownAsync(output).ConfigureAwait(false)
            ? await OutputUtilities.GetValueAsync(output).ConfigureAwait(false)
            : null;
    }
}
