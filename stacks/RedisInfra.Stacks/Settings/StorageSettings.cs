using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Stacks.Settings;

/// <summary>The key <c>storage</c>: one of claims, nfs, ephemeral.</summary>
internal abstract record StorageSettings
{
    private StorageSettings()
    {
    }

    public sealed record Claims(Quantity Size, string? StorageClass, bool Delete) : StorageSettings;

    public sealed record Nfs(string Server, string Path, Quantity Size, ImmutableArray<string> MountOptions)
        : StorageSettings;

    public sealed record Ephemeral(Quantity? SizeLimit) : StorageSettings;
}
