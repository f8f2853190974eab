using System.Collections.Immutable;

namespace RedisInfra.Model.Ring;

/// <summary>What servers hold, counted key by key.</summary>
/// <param name="Moves">Keys of the old ring that the new one gives to another server, by (from, to).</param>
/// <param name="Keys">Keys at each server, by its place in <see cref="RingChange.Members"/>.</param>
/// <param name="Strays">Keys that are where the old ring doesn't put them, by server.</param>
/// <param name="Bytes">Memory of each server's keys, in bytes; 0 when it isn't known.</param>
public sealed record RingLoad(
    ImmutableDictionary<(int From, int To), long> Moves, ImmutableArray<long> Keys, ImmutableArray<long> Strays,
    ImmutableArray<long> Bytes)
{
    /// <summary>Keys in all.</summary>
    public long TotalKeys => Keys.Sum();

    /// <summary>About how many bytes a key of a server takes.</summary>
    public double BytesPerKey(int server) => Keys[server] == 0 ? 0 : (double)Bytes[server] / Keys[server];
}
