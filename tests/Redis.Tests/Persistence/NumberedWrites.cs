using System.Diagnostics;
using System.Globalization;
using RedisInfra.Admin.Resp;

namespace Redis.Tests.Persistence;

/// <summary>Writes key after key, one at a time, and knows when each was acknowledged.</summary>
internal sealed class NumberedWrites(ServedFolder server)
{
    private const int Batch = 500;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<TimeSpan> _acknowledged = [];

    public int Count => _acknowledged.Count;

    public TimeSpan Now => _clock.Elapsed;

    /// <summary>So many more.</summary>
    public async Task WriteAsync(int count, CancellationToken cancellationToken)
    {
        for (int written = 0; written < count; written++)
        {
            var reply = await server.SendAsync(
                cancellationToken, RespCommand.Of("SET", Key(Count), Text(Count)));
            Assert.Equal("OK", reply[0].Text);
            _acknowledged.Add(_clock.Elapsed);
        }
    }

    /// <summary>For so long, at most 20,000.</summary>
    public async Task WriteAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var end = _clock.Elapsed + time;
        while (_clock.Elapsed < end && Count < 20_000)
        {
            await WriteAsync(1, cancellationToken);
            // As many as the clock allows would only be more of the same.
            if (Count % 10 == 0) await Task.Delay(1, cancellationToken);
        }
    }

    /// <summary>How many are there. They are the first ones: a server forgets its last writes, and none between.
    /// </summary>
    public async Task<int> KeptAsync(CancellationToken cancellationToken)
    {
        int kept = 0;
        bool isGap = false;
        for (int first = 0; first < Count; first += Batch)
        {
            var replies = await server.SendAsync(
                cancellationToken,
                [.. Enumerable.Range(first, Math.Min(Batch, Count - first))
                    .Select(number => RespCommand.Of("GET", Key(number)))]);
            foreach (var reply in replies)
            {
                if (reply.IsNull)
                {
                    isGap = true;
                    continue;
                }

                Assert.False(isGap, $"{Key(kept)} is there, and one before it isn't");
                Assert.Equal(Text(kept), reply.Text);
                kept++;
            }
        }

        return kept;
    }

    /// <summary>When the one of that number was acknowledged.</summary>
    public TimeSpan At(int number) => _acknowledged[number];

    private static string Key(int number) => $"w:{Text(number)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
