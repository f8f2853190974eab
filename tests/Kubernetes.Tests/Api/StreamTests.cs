using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RedisInfra.Kubernetes;
using Xunit.Abstractions;

namespace Kubernetes.Tests.Api;

[Collection(LightLabCollection.Name)]
public sealed class StreamTests(LabCluster lab, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Pings = 1000;
    private const int Bytes = 10_000_000;
    private readonly RedisPod _pod = new(lab, new LabNamespace(lab));

    public Task InitializeAsync() => _pod.InitializeAsync();

    public Task DisposeAsync() => _pod.DisposeAsync();

    [LabFact]
    public async Task ExecAsync_CommandThatFails_GivesBothOutputsAndItsCode()
    {
        var result = await _pod.Client.ExecAsync(
            RedisPod.Name, null, ["sh", "-c", "echo out; echo err >&2; exit 3"]);
        Assert.Equal(new ExecResult("out\n", "err\n", 3), result);
        result = await _pod.Client.ExecAsync(RedisPod.Name, "redis", ["redis-cli", "ping"]);
        Assert.Equal(new ExecResult("PONG\n", "", 0), result);
    }

    [LabFact]
    public async Task ExecAsync_WithInput_TheCommandSeesItsEnd()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i}\n"));
        var result = await _pod.Client.ExecAsync(RedisPod.Name, "redis", ["cat"], text);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(text, result.Output);
    }

    [LabFact]
    public async Task ExecAsync_NoSuchPodOrCommand_SaysSo()
    {
        var refused = await Assert.ThrowsAsync<KubeException>(() => _pod.Client.ExecAsync("nobody", null, ["true"]));
        Assert.Equal((HttpStatusCode.NotFound, "pods \"nobody\" not found"), (refused.Status, refused.Message));
        refused = await Assert.ThrowsAsync<KubeException>(
            () => _pod.Client.ExecAsync(RedisPod.Name, null, ["no-such-program"]));
        Assert.Contains("no-such-program", refused.Message);
    }

    [LabFact]
    public async Task LogsAsync_Tail_GivesTheLastLines()
    {
        var log = await _pod.Client.LogsAsync(RedisPod.Name, "redis", tailLines: 1);
        Assert.Contains("Ready to accept connections", log);
        Assert.Single(log.Trim().Split('\n'));
    }

    [LabFact]
    public async Task CanIAsync_Administrator_MayAndEventsAreListed()
    {
        Assert.True((await _pod.Client.CanIAsync(new AccessQuestion("create", "pods", Subresource: "exec"), default))
            .IsAllowed);
        var pod = await _pod.Client.GetAsync("v1", "Pod", null, RedisPod.Name, default);
        // The kubelet tells of them when it has time.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await _pod.Client.EventsAsync(pod!, deadline.Token)).Any(e => (string?)e["reason"] == "Started"))
            await Task.Delay(100, deadline.Token);
    }

    [LabFact]
    public async Task PortForwardAsync_PipelinedPingsAndBulk_ComeBackWhole()
    {
        await using var tunnel = await _pod.Client.PortForwardAsync(RedisPod.Name, 6379);
        var first = Stopwatch.StartNew();
        await PingAsync(tunnel);
        output.WriteLine($"first round trip {first.Elapsed.TotalMilliseconds:0.0} ms");
        await PipelineAsync(tunnel);
        await BulkAsync(tunnel);
        var round = await MeasureAsync(tunnel);

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_pod.Address, 6379);
        await using var direct = new NetworkStream(socket);
        var directRound = await MeasureAsync(direct);
        output.WriteLine($"round trip through the tunnel {round:0.000} ms, directly {directRound:0.000} ms");
    }

    [LabFact]
    public async Task PortForwardAsync_ManyAtOnce_KeepTheirBytesApart()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            await using var tunnel = await _pod.Client.PortForwardAsync(RedisPod.Name, 6379);
            for (var j = 0; j < 20; j++)
            {
                await tunnel.WriteAsync(Encoding.ASCII.GetBytes($"ECHO {i}-{j}\r\n"));
                var text = $"{i}-{j}";
                Assert.Equal($"${text.Length}\r\n{text}\r\n", await ReadAsync(tunnel, text.Length + 6));
            }
        }));
    }

    [LabFact]
    public async Task PortForwardAsync_NothingListens_ReadsSayWhy()
    {
        await using var tunnel = await _pod.Client.PortForwardAsync(RedisPod.Name, 6399);
        var error = await Assert.ThrowsAsync<IOException>(() => tunnel.ReadAsync(new byte[10]).AsTask());
        Assert.Contains("refused", error.Message);
        var refused = await Assert.ThrowsAsync<KubeException>(() => _pod.Client.PortForwardAsync("nobody", 6379));
        Assert.True(refused.IsNotFound);
    }

    [LabFact]
    public async Task PortForwardAsync_ByKubectl_WorksToo()
    {
        await using var tunnel = await _pod.Client.PortForwardWithKubectlAsync(RedisPod.Name, 6379, default);
        await PingAsync(tunnel);
        await PipelineAsync(tunnel);
    }

    [LabFact]
    public async Task LocalForward_SeveralConnections_ReachThePod()
    {
        await using var forward = LocalForward.Start(_pod.Client, RedisPod.Name, 6379);
        for (var i = 0; i < 5; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, forward.Port);
            await using var stream = new NetworkStream(socket);
            await PingAsync(stream);
            await BulkAsync(stream);
        }

        Assert.Null(forward.LastError);
        await using var wrong = LocalForward.Start(_pod.Client, "nobody", 6379);
        using var lost = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await lost.ConnectAsync(IPAddress.Loopback, wrong.Port);
        Assert.Equal(0, await lost.ReceiveAsync(new byte[1]));
        Assert.True(Assert.IsType<KubeException>(wrong.LastError).IsNotFound);
    }

    private async Task PipelineAsync(Stream stream)
    {
        var clock = Stopwatch.StartNew();
        var reading = ReadAsync(stream, Pings * 7);
        for (var i = 0; i < Pings; i++)
        {
            await stream.WriteAsync("PING\r\n"u8.ToArray());
        }

        Assert.Equal(string.Concat(Enumerable.Repeat("+PONG\r\n", Pings)), await reading);
        output.WriteLine($"{Pings} pipelined pings {clock.Elapsed.TotalMilliseconds:0} ms");
    }

    private async Task BulkAsync(Stream stream)
    {
        var value = new string('x', Bytes / 2) + new string('y', Bytes / 2);
        var clock = Stopwatch.StartNew();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n${Bytes}\r\n{value}\r\n"));
        Assert.Equal("+OK\r\n", await ReadAsync(stream, 5));
        var set = clock.Elapsed;
        await stream.WriteAsync("GET big\r\n"u8.ToArray());
        var header = $"${Bytes}\r\n";
        Assert.True($"{header}{value}\r\n" == await ReadAsync(stream, header.Length + Bytes + 2));
        output.WriteLine($"10 MB in {set.TotalMilliseconds:0} ms, out {(clock.Elapsed - set).TotalMilliseconds:0} ms");
    }

    private static async Task PingAsync(Stream stream)
    {
        await stream.WriteAsync("PING\r\n"u8.ToArray());
        Assert.Equal("+PONG\r\n", await ReadAsync(stream, 7));
    }

    private static async Task<double> MeasureAsync(Stream stream)
    {
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var clock = Stopwatch.StartNew();
            await PingAsync(stream);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times.Order().ElementAt(times.Count / 2);
    }

    private static async Task<string> ReadAsync(Stream stream, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, limit.Token);
        return Encoding.ASCII.GetString(bytes);
    }
}
