using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Redis.Tests.Servers;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Sentinel;
using RedisInfra.Components.Sentinel.Scripts;
using RedisInfra.Components.Storage;

namespace Redis.Tests.Scripts;

/// <summary>
/// Members and Sentinels by the pods' scripts, each at an address of its own of loopback, which stands for the pod's
/// name: 127.X.1N.1 and 127.X.2N.1. A pod's end is the end of all its processes.
/// </summary>
internal sealed class SetServers : IDisposable
{
    public const int Size = 3;
    private const string MasterName = "cache";
    private const string Password = "a-\"quoted\"-\\pass'word#$HOME";
    private const string SentinelPassword = "another-\"one\"-\\x";
    private const string ExporterPassword = "a-third-\"one\"-\\y";
    private readonly string _folder = ServerFolder.Create("redisinfra-set-");
    private readonly int _net = Random.Shared.Next(2, 250);
    private readonly Dictionary<string, Process> _pods = [];
    private readonly RedisPersistence _persistence;
    private readonly CancellationToken _deadline;
    private readonly bool _hasUsers;

    /// <param name="persistence">What members write.</param>
    /// <param name="deadline">When everything ends.</param>
    /// <param name="users">The lines of the members' users; null for none, and then Sentinels have none either.</param>
    /// <param name="sentinelUsers">Those of the Sentinels'.</param>
    public SetServers(
        RedisPersistence persistence, CancellationToken deadline, string? users = null, string sentinelUsers = "")
    {
        (_persistence, _deadline, _hasUsers) = (persistence, deadline, users is not null);
        foreach (var (folder, lines) in new[] { ("users", users), ("sentinel-users", sentinelUsers) })
        {
            Directory.CreateDirectory(Path.Combine(_folder, folder));
            File.WriteAllText(Path.Combine(_folder, folder, "users"), lines);
        }

        Directory.CreateDirectory(Path.Combine(_folder, "set"));
        File.WriteAllLines(Path.Combine(_folder, "set/members"), Enumerable.Range(0, Size).Select(Member));
        File.WriteAllLines(Path.Combine(_folder, "set/sentinels"), Enumerable.Range(0, Size).Select(Sentinel));
    }

    public string Member(int index) => $"127.{_net}.{10 + index}.1";

    public string Sentinel(int index) => $"127.{_net}.{20 + index}.1";

    public void StartMember(int index) => Start(
        Member(index), MemberScripts.Of(_hasUsers), "redis.conf", "users", SentinelConfigs.Member(
            new RedisStorage.Claims(), _persistence, 1,
            new ServerConfigValues(
                Quantity.Mebibytes(256), 50, "noeviction", ImmutableDictionary<string, string>.Empty)));

    /// <summary>Whether Sentinels that are started have an exporter.</summary>
    public bool IsMonitored { get; init; }

    public void StartSentinel(int index) => Start(
        Sentinel(index), SentinelTexts, "sentinel.conf", "sentinel-users",
        SentinelConfigs.Sentinel(MasterName, 2, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)));

    public void StartAll()
    {
        for (int index = 0; index < Size; index++)
        {
            StartMember(index);
            StartSentinel(index);
        }
    }

    /// <summary>As its exporter.</summary>
    public async Task<string> AskAsExporterAsync(int sentinel, params string[] command) => (await RedisCli.RunAsync(
        _deadline,
        [
            "-h", Sentinel(sentinel), "-p", "26379", "--user", "exporter", "--pass", ExporterPassword,
            "--no-auth-warning", .. command,
        ])).Trim();

    /// <summary>As who may everything.</summary>
    public async Task<string> AskAsync(int sentinel, params string[] command) => (await RedisCli.RunAsync(
        _deadline,
        ["-h", Sentinel(sentinel), "-p", "26379", "--pass", SentinelPassword, "--no-auth-warning", .. command])).Trim();

    /// <summary>All processes of the pod at once. What is in memory goes with them, its disk only when said.</summary>
    public void Kill(string pod, bool withDisk = false)
    {
        if (!_pods.Remove(pod, out var process)) return;
        End(process);
        process.Dispose();
        foreach (string name in withDisk ? new[] { "run", "data" } : ["run"])
            Directory.Delete(Path.Combine(_folder, pod, name), recursive: true);
    }

    /// <summary>preStop.</summary>
    public async Task StopAsync(int index)
    {
        using var process = Launch(Member(index), "stop.sh");
        try
        {
            await process.WaitForExitAsync(_deadline);
        }
        finally
        {
            if (!process.HasExited) End(process);
        }
    }

    public Task<string> CliAsync(int index, params string[] command) =>
        AskAsync(["-h", Member(index), "--pass", Password, .. command]);

    /// <summary>The same as a user.</summary>
    public Task<string> CliAsync(int index, (string Name, string Password) user, params string[] command) =>
        AskAsync(["-h", Member(index), "--user", user.Name, "--pass", user.Password, .. command]);

    public Task<string> SentinelCliAsync(int index, (string Name, string Password) user, params string[] command) =>
        AskAsync([
            "-h", Sentinel(index), "-p", "26379", "--user", user.Name, "--pass", user.Password, .. command]);

    /// <summary>What a pod has printed, nothing as long as it hasn't begun.</summary>
    public string Log(string pod)
    {
        string file = Path.Combine(_folder, pod, "log");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    public async Task<IReadOnlyList<int>> MastersAsync()
    {
        var masters = new List<int>();
        for (int index = 0; index < Size; index++)
            if ((await CliAsync(index, "INFO", "replication")).Contains("role:master")) masters.Add(index);
        return masters;
    }

    /// <summary>Waits for one master that all others follow, ready to be promoted, that takes writes and that all
    /// Sentinels watch.</summary>
    public async Task<int> FormedAsync()
    {
        while (true)
        {
            if (await MastersAsync() is [var master] && await IsFollowedAsync(master)) return master;
            await Task.Delay(100, _deadline);
        }
    }

    /// <summary>A Sentinel forgets whom it knows besides the master.</summary>
    public async Task ForgetReplicasAsync(int sentinel) =>
        Assert.Equal("1", (await AskSentinelAsync(sentinel, "RESET")).Trim());

    public void Dispose()
    {
        foreach (string pod in _pods.Keys.ToList()) Kill(pod);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsFollowedAsync(int master)
    {
        for (int index = 0; index < Size; index++)
        {
            if (index != master && !await IsReplicaAsync(index)) return false;
            string watched = await WatchedAsync(index);
            if (!watched.StartsWith(Member(master) + "\n", StringComparison.Ordinal)) return false;
        }

        return await CliAsync(master, "SET", "probe", "1") == "OK";
    }

    private async Task<bool> IsReplicaAsync(int member)
    {
        string info = await CliAsync(member, "INFO", "replication");
        return info.Contains("master_link_status:up") && info.Contains("slave_priority:100");
    }

    private Task<string> WatchedAsync(int sentinel) => AskSentinelAsync(sentinel, "GET-MASTER-ADDR-BY-NAME");

    private Task<string> AskSentinelAsync(int sentinel, string command) => AskAsync([
        "-h", Sentinel(sentinel), "-p", "26379", "--pass", SentinelPassword, "SENTINEL", command, MasterName]);

    /// <summary>Nothing where nobody answers.</summary>
    private async Task<string> AskAsync(string[] arguments)
    {
        try
        {
            return (await RedisCli.RunAsync(_deadline, ["--no-auth-warning", .. arguments])).Trim();
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private void Start(
        string pod, IReadOnlyDictionary<string, string> scripts, string file, string users, string config)
    {
        foreach (string name in new[] { "etc", "run", "data", "tmp" })
            Directory.CreateDirectory(Path.Combine(_folder, pod, name));
        foreach (var (name, text) in scripts.Append(new(file, config)))
            File.WriteAllText(Path.Combine(_folder, pod, "etc", name), Local(pod, text.Replace(
                ShellParts.UsersFolder, Path.Combine(_folder, users))));
        _pods[pod] = Launch(pod, "start.sh");
    }

    private string Local(string pod, string text) => text
        .Replace("/etc/redisinfra-set", Path.Combine(_folder, "set"))
        .Replace("/etc/redisinfra", Path.Combine(_folder, pod, "etc"))
        .Replace("/run/redisinfra", Path.Combine(_folder, pod, "run"))
        .Replace("/tmp/redisinfra", Path.Combine(_folder, pod, "tmp/redisinfra"))
        .Replace("/data", Path.Combine(_folder, pod, "data"))
        .Replace("bind * -::*", $"bind {pod}")
        .Replace("-h 127.0.0.1", $"-h {pod}")
        .Replace("here=127.0.0.1", $"here={pod}");

    private Process Launch(string pod, string script)
    {
        string folder = Path.Combine(_folder, pod);
        var start = new ProcessStartInfo(
            "setsid", ["sh", "-c", $"exec sh {folder}/etc/{script} >> {folder}/log 2>&1"])
        {
            WorkingDirectory = folder,
        };
        start.Environment["POD_NAME"] = pod[..pod.LastIndexOf('.')];
        start.Environment["REDIS_DOMAIN"] = pod[(pod.LastIndexOf('.') + 1)..];
        start.Environment["REDISCLI_AUTH"] = Password;
        start.Environment["SENTINEL_AUTH"] = SentinelPassword;
        start.Environment["SENTINEL_ID"] = "0123456789abcdef0123456789abcdef";
        start.Environment["MASTER_NAME"] = MasterName;
        if (IsMonitored) start.Environment["REDIS_EXPORTER_PASSWORD"] = ExporterPassword;
        return Process.Start(start)!;
    }

    private ImmutableSortedDictionary<string, string> SentinelTexts
    {
        get
        {
            var texts = SentinelScripts.Of(_hasUsers);
            return !IsMonitored ? texts
                : texts.SetItem("start.sh", ShellParts.WithSentinelExporterUser(texts["start.sh"]));
        }
    }

    private static void End(Process process)
    {
        // Again and again, as one that was only just started may not lead a group yet.
        do _ = Native.Kill(-process.Id, 9);
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(100)));
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill")]
        public static extern int Kill(int process, int signal);
    }
}
