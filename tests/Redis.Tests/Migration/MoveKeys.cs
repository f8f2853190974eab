using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>Keys of every type, some with a time to live, some large; and whether all are what they were.</summary>
public sealed class MoveKeys(INodes nodes, Func<Task<ObservedCluster>> observe, CancellationToken cancellationToken)
{
    private const int Types = 8;

    /// <summary>A time to live goes as what is left of it, and starts again when the key arrives.</summary>
    private const long SlackMs = 15_000;
    private readonly Dictionary<string, (string Digest, long ExpiresMs)> _known = [];

    public IReadOnlyCollection<string> Names => _known.Keys;

    /// <summary>Writes keys and remembers what they hold.</summary>
    public Task FillAsync(int count) => FillAsync([.. Enumerable.Range(0, count).Select(i => $"t:{i}")]);

    /// <summary>Keys that are all in the tag's slot; gives their names.</summary>
    public async Task<string[]> FillTagAsync(string tag, int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"t:{{{tag}}}:{i}")];
        await FillAsync(names);
        return names;
    }

    private async Task FillAsync(IReadOnlyList<string> names)
    {
        await AskAsync(names.Select((name, i) => (name, Write(name, i))).SelectMany(
            pair => pair.Item2.Select(words => (pair.name, RespCommand.Of(words)))));
        foreach (var (name, read) in await ReadAsync(names)) _known[name] = read;
    }

    /// <summary>Every key is there, once, with its value and its time to live.</summary>
    public async Task AssertAllAsync()
    {
        foreach (var (name, (digest, expires)) in await ReadAsync(_known.Keys))
        {
            var known = _known[name];
            Assert.True(known.Digest == digest, $"{name} has another value, or is gone");
            Assert.True(Math.Abs(known.ExpiresMs - expires) <= SlackMs,
                $"{name} expires at {expires} instead of {known.ExpiresMs}");
        }
        var masters = (await observe()).Live.Where(view => view.Self.IsMaster).ToList();
        foreach (var view in masters)
        {
            int mine = _known.Keys.Count(name => view.Self.Slots.Contains(KeySlot.Of(name)));
            var replies = await nodes.ExecuteAsync(
                view.Member, [RespCommand.Of("SCAN", "0", "MATCH", "t:*", "COUNT", "1000000")], cancellationToken);
            Assert.Equal(mine, replies[0].Items[1].Items.Count);
        }
    }

    private static IEnumerable<string[]> Write(string name, int i)
    {
        yield return (i % Types) switch
        {
            0 => ["SET", name, $"value {i}"],
            1 => ["SET", name, $"value {i}", "PX", $"{600_000 + (i * 1000)}"],
            2 => ["RPUSH", name, "a", $"{i}", "c"],
            3 => ["HSET", name, "one", $"{i}", "two", "2"],
            4 => ["SADD", name, "x", "y", $"{i}"],
            5 => ["ZADD", name, "1.5", "a", $"{i}", "b"],
            6 => ["XADD", name, "*", "field", $"{i}"],
            _ => ["SET", name, new string((char)('a' + (i % 26)), i % 400 == 7 ? 300_000 : 2_000)],
        };
        if (i % Types == 3 && i % 3 == 0) yield return ["PEXPIRE", name, $"{900_000 + i}"];
        if (i % Types == 6) yield return ["XGROUP", "CREATE", name, "readers", "0"];
    }

    private async Task<Dictionary<string, (string Digest, long ExpiresMs)>> ReadAsync(IEnumerable<string> names)
    {
        var all = names.ToList();
        var replies = await AskAsync(all.SelectMany(name => new[]
        {
            (name, RespCommand.Of("DEBUG", "DIGEST-VALUE", name)), (name, RespCommand.Of("PEXPIRETIME", name)),
        }));
        return all.Select((name, i) => (name, replies[2 * i].Items[0].Text, replies[(2 * i) + 1].Integer))
            .ToDictionary(read => read.name, read => (read.Text, read.Integer));
    }

    /// <summary>Each command at its key's owner; replies in the order of the commands.</summary>
    private async Task<RespValue[]> AskAsync(IEnumerable<(string Key, RespCommand Command)> commands)
    {
        var owners = new Member[SlotRange.SlotCount];
        foreach (var view in (await observe()).Live.Where(view => view.Self.IsMaster))
        {
            foreach (int slot in view.Self.Slots) owners[slot] = view.Member;
        }
        var asked = commands.Select((pair, i) => (At: i, Owner: owners[KeySlot.Of(pair.Key)], pair.Command)).ToList();
        var replies = new RespValue[asked.Count];
        foreach (var group in asked.GroupBy(one => one.Owner))
        {
            foreach (var some in group.Chunk(500))
            {
                var answers = await nodes.ExecuteAsync(
                    group.Key, [.. some.Select(one => one.Command)], cancellationToken);
                for (int i = 0; i < some.Length; i++) replies[some[i].At] = answers[i];
            }
        }
        return replies;
    }
}
