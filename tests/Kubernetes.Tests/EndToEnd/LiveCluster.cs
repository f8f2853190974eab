using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using RedisInfra.Admin.Resp;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>The deployed pods, asked one by one at their own addresses, which the lab's host can reach.</summary>
internal sealed class LiveCluster(CliProject project)
{
    public const int Members = 6;
    public const int RedisPort = 6379;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private string? _password;

    public static IEnumerable<string> Pods => [.. from shard in Enumerable.Range(0, 3)
                                                  from index in Enumerable.Range(0, 2)
                                                  select $"{CliProject.Deployment}-{shard}-{index}"];

    /// <summary>Addresses of the pods that have one and aren't going, by pod name.</summary>
    public async Task<Dictionary<string, string>> AddressesAsync()
    {
        var list = JsonNode.Parse(await project.KubectlAsync("get", "pods", "-o", "json"))!;
        return list["items"]!.AsArray()
            .Where(p => p!["metadata"]!["deletionTimestamp"] is null && p["status"]!["podIP"] is not null)
            .ToDictionary(p => (string)p!["metadata"]!["name"]!, p => (string)p!["status"]!["podIP"]!);
    }

    public async Task<string> PasswordAsync()
    {
        if (_password is null)
        {
            var secret = JsonNode.Parse(await project.KubectlAsync(
                "get", "secret", $"{CliProject.Deployment}-auth", "-o", "json"))!;
            var data = secret["data"]!.AsObject().Single(d => d.Key.Contains("password", StringComparison.Ordinal));
            _password = Encoding.UTF8.GetString(Convert.FromBase64String((string)data.Value!));
        }

        return _password;
    }

    public async Task<RespConnection> ConnectAsync(string address, int port = RedisPort)
    {
        var password = await PasswordAsync();
        return await RespConnection.ConnectAsync(new RespConnectionOptions
        {
            Name = $"{address}:{port}",
            Connect = async token =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(address, port, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
            Password = password,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            CommandTimeout = TimeSpan.FromSeconds(2),
        });
    }

    /// <summary>A pod's answer as text; asked again for a while when it doesn't come in time.</summary>
    public async Task<string> AskAsync(string address, params string[] command) =>
        (await ReplyAsync(address, command)).Text;

    /// <summary>The same as it came.</summary>
    public async Task<RespValue> ReplyAsync(string address, params string[] command)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await AskOnceAsync(address, command);
            }
            catch (RedisConnectionException) when (Stopwatch.GetElapsedTime(start) < AnswerWithin)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    /// <summary>Within the limit every member says ok for itself, knows six nodes, and has its link.</summary>
    public async Task IsWholeAsync(TimeSpan limit)
    {
        var last = "";
        await Poll.UntilAsync(
            async () =>
            {
                last = string.Join('\n', await Task.WhenAll((await AddressesAsync()).Select(DescribeAsync)));
                return last == string.Join('\n', Pods.Select(p => $"{p} whole"));
            },
            limit,
            () => $"a whole cluster; last seen:\n{last}");
    }

    private async Task<RespValue> AskOnceAsync(string address, params string[] command)
    {
        await using var connection = await ConnectAsync(address);
        return await connection.ExecuteAsync(RespCommand.Of(command));
    }

    private async Task<string> DescribeAsync(KeyValuePair<string, string> pod)
    {
        try
        {
            var info = (await AskOnceAsync(pod.Value, "CLUSTER", "INFO")).Text;
            var replication = (await AskOnceAsync(pod.Value, "INFO", "replication")).Text;
            var nodes = (await AskOnceAsync(pod.Value, "CLUSTER", "NODES")).Text;
            string[] troubles = ["fail", "noaddr", "handshake", "disconnected"];
            var clean = !troubles.Any(t => nodes.Contains(t, StringComparison.Ordinal));
            string[] wanted = ["cluster_state:ok", "cluster_slots_ok:16384", "cluster_size:3",
                string.Create(CultureInfo.InvariantCulture, $"cluster_known_nodes:{Members}")];
            var linked = replication.Contains("role:master", StringComparison.Ordinal)
                ? replication.Contains("connected_slaves:1", StringComparison.Ordinal)
                : replication.Contains("master_link_status:up", StringComparison.Ordinal);
            return wanted.All(info.Contains) && clean && linked
                ? $"{pod.Key} whole"
                : $"{pod.Key} {pod.Value}\n{info}\n{replication}\n{nodes}";
        }
        catch (Exception lost) when (lost is RedisConnectionException or RedisErrorException)
        {
            return $"{pod.Key} {pod.Value} {lost.Message}";
        }
    }
}
