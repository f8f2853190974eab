using System.Collections.Immutable;

namespace RedisInfra.Admin.Ring.Files;

/// <summary>A key of a nutcracker file, and one of three kinds of values.</summary>
/// <param name="Key">The key.</param>
/// <param name="Line">Its line.</param>
internal sealed record NutcrackerEntry(string Key, int Line)
{
    /// <summary>A text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>A list of texts, or nothing.</summary>
    public ImmutableArray<(string Text, int Line)> Items { get; init; }

    /// <summary>A pool's keys, or nothing.</summary>
    public ImmutableArray<NutcrackerEntry> Entries { get; init; }
}
