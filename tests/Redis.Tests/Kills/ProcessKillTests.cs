using Redis.Tests.Migration;
using Xunit.Abstractions;

namespace Redis.Tests.Kills;

/// <summary>
/// kill -9 of <c>redisinfra cluster rebalance</c> and <c>drain --keep</c> at drawn points, under a client workload;
/// some of the runs that resume are killed, too. Few in CI; the whole count:
/// REDISINFRA_ALL_KILLS=1 ./redisinfra test redis.
/// </summary>
public sealed class ProcessKillTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private static readonly int s_kills = KillRun.IsWhole ? 50 : 6;
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60 + (30 * s_kills));

    [Fact]
    public async Task Rebalance_KilledAnywhere_ClientsSeeNothingAndTheNextRunFinishes()
    {
        await using var cluster = await MoveCluster.StartAsync(replicas: 1, deadline: s_deadline);
        await cluster.Keys.FillAsync(8000);
        await using var load = await cluster.StartLoadAsync(ratePerSecond: 300);
        var random = new Random(Seed);
        var run = new KillRun(cluster, random);
        int kills = 0;
        int missed = 0;
        for (int turn = 0; kills < s_kills && missed <= s_kills; turn++)
        {
            bool isOut = turn % 2 == 0;
            var arguments = run.Arguments(await cluster.ObserveAsync(), isOut, turn / 2);
            bool isKilled;
            do
            {
                isKilled = await KilledAsync(cluster, run, arguments, isOut, kills);
                if (isKilled) kills++;
                else missed++;
            }
            while (isKilled && kills < s_kills && random.Next(3) == 0);

            string said = await MovingProcess.CompleteAsync(arguments, cluster.Token);

            if (isKilled) output.WriteLine($"  then: {Sum(said)}");
            await run.AssertWellAsync(isOut);
        }
        var report = await load.StopAsync(cluster.Token);
        output.WriteLine($"{kills} killed, {missed} ended before; {report}");
        Assert.Equal(s_kills, kills);
        Assert.True(report.IsClean, report.ToString());
    }

    private async Task<bool> KilledAsync(
        MoveCluster cluster, KillRun run, string[] arguments, bool isOut, int kill)
    {
        using var process = MovingProcess.Start(arguments);
        if (!await run.MomentAsync(process, isOut) || !await process.KillAsync(cluster.Token))
        {
            Assert.True(await process.EndAsync(cluster.Token) == 0, process.Said);
            return false;
        }
        var observed = await cluster.ObserveAsync();
        int open = observed.Live.SelectMany(view => view.Self.OpenSlots).Select(slot => slot.Slot).Distinct().Count();
        output.WriteLine($"kill {kill} ({arguments[0]}, {(isOut ? "out" : "in")}): "
            + $"{KillRun.MasterOf(observed, 3).Self.Slots.Count} slots at the fourth, {open} open");
        return true;
    }

    private static string Sum(string said) =>
        said.Split('\n').FirstOrDefault(line => line.StartsWith("finishing ", StringComparison.Ordinal))?.Trim()
            ?? "nothing was open";
}
