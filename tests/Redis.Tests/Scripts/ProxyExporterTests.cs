using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Redis.Tests.Ring;
using Redis.Tests.Servers;
using RedisInfra.Components.Twemproxy;

namespace Redis.Tests.Scripts;

/// <summary>The proxies' exporter beside Debian's nutcracker.</summary>
public sealed partial class ProxyExporterTests : IDisposable
{
    /// <summary>All that Prometheus' text has a meaning for. nutcracker writes it into its JSON as it is.</summary>
    private const string OddName = "an-\"odd\"-\\one";

    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-proxyexporter-").FullName;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));
    private readonly int _metricsPort = FreePorts.Next();
    private readonly int _statsPort = FreePorts.Next();
    private readonly int _port = FreePorts.Next();
    private readonly List<Process> _processes = [];

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
        _deadline.Dispose();
    }

    [Fact]
    public async Task Metrics_OfARunningProxy_AreItsFigures_AndOfOneThatHasEnded_OnlyThat()
    {
        int shard = FreePorts.Next();
        using var server = RedisServer.Start(Path.Combine(_folder, "shard"), shard, "--port", $"{shard}", "--save", "");
        await server.WaitUntilListeningAsync(_deadline.Token);
        await StartExporterAsync();
        Assert.Equal(["nutcracker_up 0"], Figures(await GetAsync("/metrics")));

        var proxy = await StartProxyAsync(shard);
        for (int i = 0; i < 3; i++)
            Assert.Equal("OK", (await RedisCli.RunAsync(_deadline.Token, "-p", $"{_port}", "SET", "a", "1")).Trim());
        const string odd = "pool=\"alpha\",server=\"an-\\\"odd\\\"-\\\\one\"";
        await UntilAsync(async () => (await GetAsync("/metrics"))
            .Contains($"\nnutcracker_responses_total{{{odd}}} 3\n", StringComparison.Ordinal));
        string text = await GetAsync("/metrics?of=all");
        Assert.All(Figures(text), line => Assert.Matches(Line(), line));
        Assert.All(
            [
                "nutcracker_up 1", $"nutcracker_requests_total{{{odd}}} 3",
                $"nutcracker_server_connections{{{odd}}} 1", "nutcracker_forward_error_total{pool=\"alpha\"} 0",
                "nutcracker_requests_total{pool=\"beta\",server=\"beta-0\"} 0",
                "nutcracker_client_connections{pool=\"beta\"} 0",
            ],
            expected => Assert.Contains(expected, Figures(text)));
        Assert.Equal(1 + 6 * 2 + 12 * 2, Figures(text).Length);

        server.Kill();
        await RedisCli.RunAsync(_deadline.Token, "-p", $"{_port}", "GET", "a");
        await UntilAsync(async () => !(await GetAsync("/metrics"))
            .Contains("nutcracker_forward_error_total{pool=\"alpha\"} 0\n", StringComparison.Ordinal));

        proxy.Kill();
        await proxy.WaitForExitAsync(_deadline.Token);
        Assert.Equal(["nutcracker_up 0"], Figures(await GetAsync("/metrics")));
    }

    /// <summary>Something else listens there, and sends half of what nutcracker would.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{\"service\":\"nutcracker\", \"alpha\": {\"client_eof\":0, \"a\": {\"requ")]
    [InlineData("{\"alpha\": {\"a\": {\"b\": {}}}}")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    public async Task Metrics_OfNoNutcracker_AreNone(string text)
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, _statsPort);
        listener.Start();
        await StartExporterAsync();

        var asked = GetAsync("/metrics");
        using (var client = await listener.AcceptTcpClientAsync(_deadline.Token))
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), _deadline.Token);

        Assert.Equal(["nutcracker_up 0"], Figures(await asked));
    }

    /// <summary>One that listens and says nothing: figures come in time for Prometheus all the same.</summary>
    [Fact]
    public async Task Metrics_OfASilentNutcracker_AreNone()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, _statsPort);
        listener.Start();
        await StartExporterAsync();

        Assert.Equal(["nutcracker_up 0"], Figures(await GetAsync("/metrics")));
    }

    [Theory]
    [InlineData("POST /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 405 ")]
    [InlineData("GET /etc/passwd HTTP/1.1\r\n\r\n", "HTTP/1.1 404 ")]
    [InlineData("GET\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("\0\u0001\u00ff\n\n", "HTTP/1.1 400 ")]
    [InlineData("GET /health HTTP/1.0\n\n", "HTTP/1.1 200 ")]
    public async Task Request_OfAnyKind_IsAnswered(string request, string answer)
    {
        await StartExporterAsync();

        Assert.StartsWith(answer, await SendAsync(Encoding.Latin1.GetBytes(request)));
        Assert.StartsWith(
            "HTTP/1.1 431 ", await SendAsync(Encoding.ASCII.GetBytes("GET /" + new string('x', 20000))));
        Assert.Equal("ok\n", await GetAsync("/health"));
    }

    [Fact]
    public async Task Clients_SilentAndGone_KeepItForAWhileOnly_AndItEndsOnSigterm()
    {
        var exporter = await StartExporterAsync();
        var clients = new List<TcpClient>();
        for (int i = 0; i < 20; i++) clients.Add(new TcpClient("127.0.0.1", _metricsPort));

        foreach (var client in clients.Skip(10)) client.Dispose();
        await UntilAsync(async () => await TryHealthAsync());
        foreach (var client in clients) client.Dispose();

        using var kill = Process.Start("kill", ["-TERM", $"{exporter.Id}"]);
        await exporter.WaitForExitAsync(_deadline.Token);
        Assert.Equal(0, exporter.ExitCode);
    }

    private static string[] Figures(string text) =>
        [.. text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];

    /// <summary>Its environment is that of its container: two ports.</summary>
    private async Task<Process> StartExporterAsync()
    {
        string script = Path.Combine(_folder, ProxyExporterScript.File);
        await File.WriteAllTextAsync(script, ProxyExporterScript.Text, _deadline.Token);
        var start = new ProcessStartInfo("perl", [script]);
        start.Environment["PROXY_STATS_PORT"] = $"{_statsPort}";
        start.Environment["METRICS_PORT"] = $"{_metricsPort}";
        var exporter = Process.Start(start)!;
        _processes.Add(exporter);
        await UntilAsync(TryHealthAsync);
        return exporter;
    }

    private async Task<Process> StartProxyAsync(int shard)
    {
        string file = Path.Combine(_folder, "nutcracker.yml");
        await File.WriteAllTextAsync(file, $"""
            alpha:
              listen: 127.0.0.1:{_port}
              redis: true
              servers:
               - 127.0.0.1:{shard}:1 {OddName}
            beta:
              listen: 127.0.0.1:{FreePorts.Next()}
              redis: true
              servers:
               - 127.0.0.1:{shard}:1 beta-0

            """, _deadline.Token);
        // It adds its figures up as often as told, not each 30 s.
        var proxy = Process.Start(new ProcessStartInfo(
            Nutcracker.Program,
            ["-c", file, "-s", $"{_statsPort}", "-a", "127.0.0.1", "-i", "100", "-o", $"{file}.log"]))!;
        _processes.Add(proxy);
        await UntilAsync(async () =>
            (await GetAsync("/metrics")).Contains("nutcracker_up 1\n", StringComparison.Ordinal));
        return proxy;
    }

    private async Task<string> GetAsync(string path)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://127.0.0.1:{_metricsPort}{path}", _deadline.Token);
    }

    private async Task<bool> TryHealthAsync()
    {
        try
        {
            return await GetAsync("/health") == "ok\n";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> SendAsync(byte[] request)
    {
        using var client = new TcpClient("127.0.0.1", _metricsPort);
        await client.GetStream().WriteAsync(request, _deadline.Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(_deadline.Token);
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(50, _deadline.Token);
    }

    /// <summary>A line of Prometheus' text, without what it allows besides.</summary>
    [GeneratedRegex("""^[a-z_]+(\{[a-z]+="([^"\\]|\\["\\n])*"(,[a-z]+="([^"\\]|\\["\\n])*")*\})? \d+$""")]
    private static partial Regex Line();
}
