using System.Text.RegularExpressions;
using RedisInfra.Admin.Resp;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S2: shards and replicas come and go by a number in the stack file, under steady writes.</summary>
[Collection(LabCollection.Name)]
public sealed partial class ScaleTests(LabCluster lab)
{
    private const int Keys = 100;
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(60);

    [LabFact]
    public Task Up_ShardsOutAndInAndOutAgain_MovesWhatPreviewSaidAndLosesNothing() => ScenarioRuns.OfAsync(
        "S2", "3 to 4 to 3 to 4 to 3 shards under load, up killed once", OutAndInAndOutAgainAsync);

    [LabFact]
    public async Task Up_ReplicasOutAndIn_LosesNothing()
    {
        await using var project = await CliProject.CreateAsync(lab);
        var cluster = new LiveCluster(project);
        (await project.UpAsync()).Succeeded();
        await using var workload = await Workload.StartAsync(cluster, Keys);

        project.Write(replicas: 2);
        (await project.RunAsync("up", "--yes")).Succeeded().Says("orders-0-2, orders-1-2, orders-2-2 join; balanced");
        await IsEvenAsync(cluster, shards: 3, members: 9);
        project.Write(replicas: 1);
        (await project.RunAsync("up", "--yes")).Succeeded().Says("no slot moves", "no slot moved");
        await IsEvenAsync(cluster, shards: 3, members: 6);

        Assert.Empty(await workload.FindLostAsync());
    }

    /// <summary>
    /// One StatefulSet numbers its pods through. When the replicas go again, the last pods are all of the fourth shard:
    /// replicas of the first two carry it on.
    /// </summary>
    [LabFact]
    public async Task Up_OneStatefulSetForAll_ShardsAndReplicasOutAndIn_LosesNothing()
    {
        const string Single = "workload: single";
        await using var project = await CliProject.CreateAsync(lab);
        var cluster = new LiveCluster(project);
        project.Write(Single);
        (await project.UpAsync()).Succeeded();
        await using var workload = await Workload.StartAsync(cluster, Keys);
        await workload.HasAllKeysAsync(Healing);

        project.Write(Single, replicas: 2);
        (await project.RunAsync("up", "--yes")).Succeeded().Says("orders-6, orders-7, orders-8 join; balanced");
        await IsEvenAsync(cluster, shards: 3, members: 9);
        await ScaleAsync(project, shards: 4, Single, replicas: 2);
        await IsEvenAsync(cluster, shards: 4, members: 12);
        project.Write(Single, shards: "4", replicas: 1);
        (await project.RunAsync("up", "--yes")).Succeeded().Says(
            "orders-8, orders-9, orders-10, orders-11 leave, orders-6 goes from shard 0 to 3, orders-7 goes from "
            + "shard 1 to 3", "no slot moved");
        await IsEvenAsync(cluster, shards: 4, members: 8);
        await ScaleAsync(project, shards: 3, Single);
        await IsEvenAsync(cluster, shards: 3, members: 6);

        (await project.RunAsync("up", "--yes", "--expect-no-changes")).Succeeded();
        Assert.Empty(await workload.FindLostAsync());
    }

    private async Task<string> OutAndInAndOutAgainAsync()
    {
        await using var project = await CliProject.CreateAsync(lab);
        var cluster = new LiveCluster(project);
        WriteScenario(project, shards: 3);
        (await project.UpAsync()).Succeeded();
        await using var workload = await Workload.StartAsync(cluster, Keys);
        await workload.HasAllKeysAsync(Healing);

        await ScaleScenarioAsync(project, shards: 4);
        await IsEvenAsync(cluster, shards: 4, members: 8);
        var claims = await ClaimsAsync(project);

        await KilledAsync(project, shards: 3);
        (await project.RunAsync("up", "--yes")).Succeeded();
        await IsEvenAsync(cluster, shards: 3, members: 6);
        Assert.Equal(claims, await ClaimsAsync(project));

        // On the claims that were kept.
        await ScaleScenarioAsync(project, shards: 4);
        await IsEvenAsync(cluster, shards: 4, members: 8);
        Assert.Equal(claims, await ClaimsAsync(project));

        await ScaleScenarioAsync(project, shards: 3);
        await IsEvenAsync(cluster, shards: 3, members: 6);
        (await project.RunAsync("up", "--yes", "--expect-no-changes")).Succeeded();
        await workload.GoesOnAsync(Healing);
        Assert.Empty(await workload.FindLostAsync());
        return "what preview said moved; nothing lost";
    }

    private static void WriteScenario(CliProject project, int shards) =>
        project.WriteScenario("S2", ("shards: 3", $"shards: {shards}"));

    private static Task ScaleScenarioAsync(CliProject project, int shards)
    {
        WriteScenario(project, shards);
        return MovesAsPreviewedAsync(project);
    }

    private static Task ScaleAsync(CliProject project, int shards, string more, int replicas = 1)
    {
        project.Write(more, shards: $"{shards}", replicas: replicas);
        return MovesAsPreviewedAsync(project);
    }

    /// <summary>What preview says will move is what up then says has moved.</summary>
    private static async Task MovesAsPreviewedAsync(CliProject project)
    {
        var preview = (await project.RunAsync("preview")).Succeeded();
        var planned = Amount().Match(preview.Output);
        Assert.True(planned.Success, preview.Output);
        (await project.RunAsync("up", "--yes", "--skip-preview")).Succeeded().Says($"{planned.Value} moved");
    }

    private static async Task KilledAsync(CliProject project, int shards)
    {
        WriteScenario(project, shards);
        await using var run = project.Start("up", "--yes", "--skip-preview");
        await run.WaitForAsync("orders-drain updating", Beginning);
        await Task.Delay(TimeSpan.FromMilliseconds(700));
        await run.KillAsync();
    }

    private static async Task<string[]> ClaimsAsync(CliProject project) =>
    [
        .. (await project.ObjectsAsync())
            .Where(o => o.Key.StartsWith("PersistentVolumeClaim/", StringComparison.Ordinal))
            .Select(o => $"{o.Key} {o.Value.Uid}").Order(StringComparer.Ordinal),
    ];

    /// <summary>In time there are just these pods, all know each other, and slots and replicas are even.</summary>
    private static async Task IsEvenAsync(LiveCluster cluster, int shards, int members)
    {
        var seen = "";
        await Poll.UntilAsync(
            async () =>
            {
                var pods = await cluster.AddressesAsync();
                if (pods.Count != members)
                {
                    seen = string.Join(' ', pods.Keys);
                    return false;
                }

                try
                {
                    foreach (var address in pods.Values)
                    {
                        seen = await cluster.AskAsync(address, "CLUSTER", "NODES");
                        if (!IsEven(seen, shards, members))
                        {
                            return false;
                        }
                    }
                }
                catch (Exception lost) when (lost is RedisConnectionException or RedisErrorException)
                {
                    seen = lost.Message; // a pod that is just replaced, or still loads its data
                    return false;
                }

                return true;
            },
            Healing,
            () => $"{shards} even shards of {members} members; last seen:\n{seen}");
    }

    private static bool IsEven(string nodes, int shards, int members)
    {
        var lines = nodes.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var counts = lines.Select(Slots).Where(count => count > 0).ToList();
        // The fourth word is a replica's master.
        var followers = lines.Select(line => line.Split(' ')[3]).Where(id => id != "-").CountBy(id => id).ToList();
        var replicas = members / shards - 1;
        return lines.Length == members && counts.Count == shards && counts.Sum() == 16384
            && followers.Count == (replicas > 0 ? shards : 0) && followers.All(pair => pair.Value == replicas)
            && counts.Max() - counts.Min() <= 1 && !nodes.Contains("fail", StringComparison.Ordinal);
    }

    private static int Slots(string line) => line.Split(' ').Skip(8).Where(word => !word.StartsWith('[')).Sum(word =>
    {
        var ends = word.Trim().Split('-');
        return int.Parse(ends[^1]) - int.Parse(ends[0]) + 1;
    });

    [GeneratedRegex("4,096 slots with [0-9,]+ keys")]
    private static partial Regex Amount();
}
