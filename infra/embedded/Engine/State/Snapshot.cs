using System.Collections.Immutable;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// A stack's whole state at one moment. Resources stand in an order in which each one's needs come first.
/// </summary>
internal sealed record Snapshot(
    Manifest Manifest,
    ISecretsManager? Secrets,
    ImmutableList<ResourceState> Resources,
    ImmutableList<PendingOperation> PendingOperations)
{
    /// <summary>The file's metadata object as JSON text, written back as it came.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>Fields beside the known ones, as JSON text by name; they are written back.</summary>
    public ImmutableSortedDictionary<string, string> Unknown { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    public static Snapshot Empty(ISecretsManager? secrets, TimeProvider clock) =>
        new(Manifest.New(clock), secrets, [], []);
}
