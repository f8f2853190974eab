using System.Globalization;
using System.Text;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Bench.Rings;

/// <summary>All keys of a measurement, and of each the last value that was acknowledged.</summary>
internal sealed class RingBenchKeys(int count, int valueBytes)
{
    private const int LoadAtOnce = 2000;
    private const int ReadAtOnce = 200;
    private const int Readers = 8;
    private readonly int[] _versions = new int[count];

    public int Count => count;

    public static string Value(int key, int version, int bytes) => string.Create(CultureInfo.InvariantCulture,
        $"{version:D8}:{KeyLoader.Key(key)}").PadRight(bytes, 'x');

    /// <summary>The last acknowledged version; each key is written by one client only.</summary>
    public int this[int key]
    {
        get => Volatile.Read(ref _versions[key]);
        set => Volatile.Write(ref _versions[key], value);
    }

    public string Expected(int key) => Value(key, this[key], valueBytes);

    /// <summary>The write after the last acknowledged one.</summary>
    public RespCommand Write(int key) =>
        RespCommand.Of("SET", KeyLoader.Key(key), Value(key, this[key] + 1, valueBytes));

    /// <summary>Each key at the server that the ring gives it.</summary>
    public async Task LoadAsync(INodes nodes, KeyRing ring, CancellationToken cancellationToken)
    {
        var owned = Enumerable.Range(0, count).GroupBy(key => ring.IndexOf(Bytes(key)));
        await Task.WhenAll(owned.Select(async keys =>
        {
            var server = ring.Servers[keys.Key];
            var member = new Member(server.Name, keys.Key, 0, server.Host, server.Port);
            foreach (int[] chunk in keys.Chunk(LoadAtOnce))
            {
                await nodes.ExecuteAsync(member, [.. chunk.Select(
                    key => RespCommand.Of("SET", KeyLoader.Key(key), Expected(key)))], cancellationToken);
            }
        }));
    }

    /// <summary>How many keys have another server after a change: no fewer can move.</summary>
    public long Least(RingChange change) => Enumerable.Range(0, count).Select(Bytes)
        .LongCount(key => change.OldOwner(key) != change.NewOwner(key));

    /// <summary>Reads every key through a proxy; gives how many aren't as they were acknowledged.</summary>
    public async Task<long> CountWrongAsync(
        Func<CancellationToken, Task<RespConnection>> connect, CancellationToken cancellationToken)
    {
        long wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(async reader =>
        {
            await using var proxy = await connect(cancellationToken);
            foreach (int[] chunk in Enumerable.Range(0, count).Where(key => key % Readers == reader).Chunk(ReadAtOnce))
            {
                var replies = await proxy.ExecuteManyAsync(
                    [.. chunk.Select(key => RespCommand.Of("GET", KeyLoader.Key(key)))], cancellationToken);
                Interlocked.Add(ref wrong, chunk.Where((key, i) => replies[i].Text != Expected(key)).LongCount());
            }
        }));
        return wrong;
    }

    private static byte[] Bytes(int key) => Encoding.ASCII.GetBytes(KeyLoader.Key(key));
}
