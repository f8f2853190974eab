using RedisInfra.Admin.Ring.Moving;

namespace Redis.Tests.Ring;

/// <summary>Our process dies in each phase of a move, somewhere in it, and the next run continues.</summary>
public sealed class RingKillTests : RingScene
{
    private const int MaxTries = 5;

    /// <summary>How far into a phase it may die, in writes to servers; 0: at once, as there are none in it.</summary>
    private static readonly (string Phase, int MostWrites)[] s_phases =
    [
        ("looking", 30), ("copying", 40), ("following changes", 4), ("switching", 12), ("old stopped", 20),
        ("starting new", 0), ("waiting for disks", 2), ("deleting what has moved", 12),
    ];

    public override Task InitializeAsync() => BeginAsync(new PlainServerOptions());

    [Fact]
    public async Task RunAsync_KilledInEachPhase_TheNextRunContinues()
    {
        var random = new Random(20261127);
        var hits = new Dictionary<string, int>();
        Writers.Start();
        foreach (var (phase, most) in s_phases)
        {
            for (int tries = 0; !hits.ContainsKey(phase); tries++)
            {
                Assert.True(tries < MaxTries, $"never in \"{phase}\": {string.Join(", ", hits)}");
                // A phase may be over before: then it is tried with less.
                string? hit = await KilledAsync(phase, most == 0 ? 0 : 1 + random.Next(most >> tries));
                if (hit is not null) hits[hit] = hits.GetValueOrDefault(hit) + 1;
            }
        }
        await Writers.StopAsync(Token);
        await AssertAllAsync();
        Assert.Equal(s_phases.Select(one => one.Phase).Order(), hits.Keys.Order());
    }

    /// <summary>A run that dies, and one that ends it; gives in which phase it was, or null.</summary>
    private async Task<string?> KilledAsync(string target, int writes)
    {
        var next = ReferenceEquals(Proxies.Current, Four) ? Six : Four;
        await Proxies.PrepareAsync(next, Token);
        string phase = "looking";
        string? hit = null;
        var reach = new CutReach(target == phase ? writes : int.MaxValue) { Cut = () => hit = phase };
        void Enter(string now)
        {
            if (now == phase) return;
            phase = now;
            if (now == target) reach.Kill(writes);
        }

        Proxies.Told = Enter;
        await BrokenAsync(next, reach, new RingMoveOptions { Progress = progress => Enter(progress.Step) });
        Proxies.Told = null;
        await FinishAsync(next);
        return hit;
    }
}
