using System.Collections.Immutable;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Stacks.Settings;

/// <summary>The key <c>storage</c>: one of claims, nfs, ephemeral.</summary>
internal abstract record StorageSettings
{
    private StorageSettings()
    {
    }

    public sealed record Claims(Quantity Size, string? StorageClass, bool Delete) : StorageSettings;

    public sealed record Nfs(
        string Server, string Path, Quantity Size, NfsExports Exports, ImmutableArray<string> MountOptions)
        : StorageSettings;

    public sealed record Ephemeral(Quantity? SizeLimit) : StorageSettings;
}
