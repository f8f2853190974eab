using System.Globalization;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Bench;

/// <summary>Fills a cluster with plain SETs, many at a time, and looks whether they are all there.</summary>
internal sealed class KeyLoader(INodes nodes, int keys, int valueBytes)
{
    private const int AtOnce = 2000;
    private const int Samples = 10_000;

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"key:{number:D9}");

    /// <summary>Sets key:000000000 and so on; each value begins with its key.</summary>
    public Task LoadAsync(IReadOnlyList<(Member Master, SlotSet Slots)> owners, CancellationToken cancellationToken) =>
        Task.WhenAll(owners.Select(owner => EachAsync(owner, 1,
            async (master, numbers) => await nodes.ExecuteAsync(master,
                [.. numbers.Select(number => RespCommand.Of("SET", Key(number), Value(number)))], cancellationToken))));

    /// <summary>How many of some ten thousand keys aren't at the owner of their slot with their value.</summary>
    public async Task<int> CountWrongAsync(
        IReadOnlyList<(Member Master, SlotSet Slots)> owners, CancellationToken cancellationToken)
    {
        int wrong = 0;
        await Task.WhenAll(owners.Select(owner => EachAsync(owner, Math.Max(1, keys / Samples),
            async (master, numbers) =>
            {
                var questions = numbers.Select(number => RespCommand.Of("GET", Key(number)));
                var replies = await nodes.SendAsync(master, [.. questions], default, cancellationToken);
                int missed = numbers.Where((number, i) => replies[i].Text != Value(number)).Count();
                Interlocked.Add(ref wrong, missed);
            })));
        return wrong;
    }

    private async Task EachAsync(
        (Member Master, SlotSet Slots) owner, int step, Func<Member, List<int>, Task> act)
    {
        var numbers = new List<int>(AtOnce);
        for (int i = 0; i < keys; i += step)
        {
            if (owner.Slots.Contains(KeySlot.Of(Key(i)))) numbers.Add(i);
            if (numbers.Count < AtOnce && i + step < keys) continue;
            await act(owner.Master, numbers);
            numbers.Clear();
        }
    }

    private string Value(int number) => Key(number).PadRight(valueBytes, 'x')[..valueBytes];
}
