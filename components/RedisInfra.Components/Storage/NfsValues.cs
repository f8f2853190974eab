using System.Collections.Immutable;
using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>The inputs of <see cref="RedisStorage.Nfs"/> as far as they are known; null where they aren't, or where the
/// storage isn't NFS.</summary>
internal sealed record NfsValues
{
    public string? Server { get; init; }
    public string? Path { get; init; }
    public ImmutableArray<string> MountOptions { get; init; } = [];

    /// <summary>Waits for the inputs and keeps those that are known.</summary>
    public static async Task<NfsValues> ReadAsync(RedisStorage storage) => storage is RedisStorage.Nfs nfs
        ? new NfsValues
        {
            Server = await Inputs.KnownAsync(nfs.Server).ConfigureAwait(false),
            Path = await Inputs.KnownAsync(nfs.Path).ConfigureAwait(false),
            MountOptions = await OptionsAsync(nfs.MountOptions).ConfigureAwait(false),
        }
        : new NfsValues();

    private static async Task<ImmutableArray<string>> OptionsAsync(InputList<string> options)
    {
        Input<string> joined = options.Apply(values => string.Join('\n', values));
        return await Inputs.KnownAsync(joined).ConfigureAwait(false) is { Length: > 0 } text
            ? [.. text.Split('\n')]
            : [];
    }
}
