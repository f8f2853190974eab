using System.Globalization;
using RedisInfra.Cli.Lab;
using RedisInfra.Model.Zookeeper;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>Scenario S7: three ZooKeeper servers on NFS, with a node port each. Their data is on exports of their own,
/// the log in folders of one that they share.</summary>
[Collection(LabCollection.Name)]
public sealed class ZookeeperTests(LabCluster lab) : IAsyncLifetime
{
    private const int Nodes = 40;
    private const string Alive = "/alive";
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(120);

    // The export outlives the test, so nobody else may find its folders.
    private readonly string _name = $"s7-{Guid.NewGuid().ToString("N")[..8]}";
    private CliProject _project = null!;
    private string _address = "";

    private string DataFolder => $"{_name}-each";

    private static string Export => Path.Combine(LabScripts.Home, "nfs", "export");

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        _project = await CliProject.CreateAsync(lab);
        Write(3);
        for (int i = 0; i < 5; i++) MakeFolder(Pod(i));
    }

    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        string[] volumes =
        [
            $"{_project.Namespace}-{_name}-log",
            .. Enumerable.Range(0, 5).Select(i => $"{_project.Namespace}-{Pod(i)}"),
        ];
        await _project.DisposeAsync();
        await lab.TryKubectlAsync(["delete", "pv", .. volumes, "--wait=false", "--ignore-not-found"]);
        foreach (var folder in Directory.GetDirectories(Export, $"{_name}-*"))
            Directory.Delete(folder, recursive: true);
    }

    [LabFact]
    public async Task Up_Scenario_KeepsSessionsAndData_GrowsAndShrinksWithAMajority()
    {
        (await _project.RunAsync("up", "--yes")).Succeeded().Says(
            $"{_name}: \"{_name}.{_project.Namespace}.svc:2181\"", "server 2", "joins");
        await IsAsTheScenarioSaysAsync();
        _address = await _project.KubectlAsync("get", "service", _name, "-o", "jsonpath={.spec.clusterIP}");
        await using var session = new ZookeeperClient(_address);
        await session.CreateAsync(Alive, "yes", isEphemeral: true);
        for (int i = 0; i < Nodes; i++) await session.CreateAsync(PathOf(i), ValueOf(i));
        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();

        await RefuseEvenAsync();
        await ScenarioRuns.OfAsync("S7", "the leader's pod deleted", () => LoseTheLeaderAsync(session));
        await ScenarioRuns.OfAsync("S7", "3 to 5 to 3 servers under load", () => OutAndInAsync(session));
        await ScenarioRuns.OfAsync("S7", "all pods deleted at once", LoseAllPodsAsync);

        (await _project.RunAsync("destroy", "--yes")).Succeeded();
        Assert.Empty(await _project.ObjectsAsync());
    }

    private void Write(int servers) => _project.WriteDeployment(_name, $$"""
        topology: zookeeper
        servers: {{servers}}
        image: {{LabCluster.ZookeeperImage}}
        storage: { nfs: { server: 10.250.0.2, path: /export/{{DataFolder}}, exports: perMember, size: 100Mi } }
        logStorage: { nfs: { server: 10.250.0.2, path: /export, size: 100Mi } }
        serverServices: { type: NodePort }
        resources: { cpu: 20m, memory: 256Mi }
        """);

    /// <summary>An export that anybody may write, as the scenario's.</summary>
    private void MakeFolder(string pod)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Export, DataFolder, pod)).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
    }

    private async Task IsAsTheScenarioSaysAsync()
    {
        for (int i = 0; i < 3; i++)
            Assert.Equal("NodePort", await _project.KubectlAsync(
                "get", "service", Pod(i), "-o", "jsonpath={.spec.type}"));
        var roles = await RolesAsync(3);
        Assert.Single(roles.Values, role => role == "leader");
        Assert.Equal(2, roles.Values.Count(role => role == "follower"));
        Assert.Equal("1 2 3", await VotersAsync());
    }

    /// <summary>Nothing is touched: the stack file is refused, in a preview and in an up.</summary>
    private async Task RefuseEvenAsync()
    {
        var before = await _project.ObjectsAsync();
        Write(4);
        (await _project.RunAsync("preview")).Refused("RI1130", "survives no more failures");
        (await _project.RunAsync("up", "--yes")).Refused("RI1130", "survives no more failures");
        Write(3);
        Assert.Equal(
            before.Where(o => !o.Key.StartsWith("Pod/", StringComparison.Ordinal)),
            (await _project.ObjectsAsync()).Where(o => !o.Key.StartsWith("Pod/", StringComparison.Ordinal)));
    }

    /// <summary>The session goes on at another server, and so do its ephemeral nodes.</summary>
    private async Task<string> LoseTheLeaderAsync(ZookeeperClient session)
    {
        long id = session.SessionId;
        var leader = (await RolesAsync(3)).Single(role => role.Value == "leader").Key;

        await _project.KubectlAsync("delete", "pod", Pod(leader), "--grace-period=0", "--force");

        await session.WriteAsync(PathOf(0), ValueOf(0));
        Assert.Equal((id, (long?)id), (session.SessionId, await session.OwnerAsync(Alive)));
        await HealedAsync(3);
        return "the session and its ephemeral node live on";
    }

    /// <summary>3 -> 5 -> 3, and a client writes all the time: a majority serves throughout.</summary>
    private async Task<string> OutAndInAsync(ZookeeperClient session)
    {
        long id = session.SessionId;
        await using var workload = await ZookeeperWorkload.StartAsync(new ZookeeperClient(_address));
        await workload.GoesOnAsync(Healing);
        Write(5);
        (await _project.RunAsync("preview")).Succeeded().Says(
            $"server 4 ({Pod(3)}) joins, then server 5 ({Pod(4)}) joins; votes 3 -> 4 -> 5");
        workload.TakeLongest();
        (await _project.RunAsync("up", "--yes")).Succeeded();
        var longestOut = workload.TakeLongest();
        Assert.Equal("1 2 3 4 5", await VotersAsync());
        await workload.GoesOnAsync(Healing);
        (await _project.RunAsync("preview", "--expect-no-changes")).Succeeded();

        Write(3);
        (await _project.RunAsync("preview")).Succeeded().Says(
            $"server 5 ({Pod(4)}) leaves, then server 4 ({Pod(3)}) leaves; votes 5 -> 4 -> 3");
        (await _project.RunAsync("up", "--yes")).Succeeded().Says(
            "keeps the files of 2 member(s) that left; who has the name again finds them: "
            + $"10.250.0.2:/export/{DataFolder}/{Pod(3)}, 10.250.0.2:/export/{DataFolder}/{Pod(4)}");
        var longestIn = workload.TakeLongest();
        Assert.Equal("1 2 3", await VotersAsync());
        await workload.GoesOnAsync(Healing);
        int last = await workload.StopAsync();

        Assert.Equal(last, int.Parse(await session.ReadAsync(ZookeeperWorkload.Path), CultureInfo.InvariantCulture));
        Assert.Equal((id, (long?)id), (session.SessionId, await session.OwnerAsync(Alive)));
        return $"a write waited {longestOut.TotalMilliseconds:0} and {longestIn.TotalMilliseconds:0} ms at most; "
            + "none lost";
    }

    private async Task<string> LoseAllPodsAsync()
    {
        await _project.KubectlAsync(
            "delete", "pod", "-l", $"app.kubernetes.io/instance={_name}", "--grace-period=0", "--force");

        await HealedAsync(3);
        await using var client = new ZookeeperClient(_address);
        for (int i = 0; i < Nodes; i++) Assert.Equal(ValueOf(i), await client.ReadAsync(PathOf(i)));
        Assert.NotEqual("0", await client.ReadAsync(ZookeeperWorkload.Path));
        return "every node is there";
    }

    private async Task HealedAsync(int servers) => await Poll.UntilAsync(
        async () => (await RolesAsync(servers)).Values.Count(role => role.Length > 0) == servers, Healing,
        () => $"{servers} servers that serve");

    /// <summary>What each server says that it does; "" when it says nothing.</summary>
    private async Task<Dictionary<int, string>> RolesAsync(int servers)
    {
        var roles = new Dictionary<int, string>();
        for (int i = 0; i < servers; i++)
        {
            var (exit, said) = await lab.TryKubectlAsync(
                "-n", _project.Namespace, "exec", Pod(i), "--", "bash", "-c",
                ". /etc/redisinfra/parts.sh; word 127.0.0.1 srvr");
            string? mode = exit != 0 ? null : said.Split('\n').FirstOrDefault(
                line => line.StartsWith("Mode: ", StringComparison.Ordinal));
            roles[i] = mode?["Mode: ".Length..].Trim() ?? "";
        }

        return roles;
    }

    private async Task<string> VotersAsync()
    {
        await using var client = new ZookeeperClient(
            await _project.KubectlAsync("get", "service", _name, "-o", "jsonpath={.spec.clusterIP}"));
        var text = await client.ReadAsync("/zookeeper/config");
        return string.Join(' ', ZookeeperConfiguration.Read(text)!.Voters.Select(server => server.Id));
    }

    private string Pod(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{ordinal}");

    private static string PathOf(int number) => string.Create(CultureInfo.InvariantCulture, $"/node-{number}");

    private static string ValueOf(int number) => string.Create(CultureInfo.InvariantCulture, $"value-{number}");
}
