using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Verification;
using RedisInfra.Model.Diagnostics;
using Xunit.Abstractions;

namespace Redis.Tests.Verification;

public sealed class VerifyTests(ITestOutputHelper output)
{
    private const string Password = "a-long-password";

    [Fact]
    public async Task VerifyAsync_FormedWithAPassword_WritesAndReadsOnEveryShardAndLeavesNoKey()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartAsync(
            3, 1, "--requirepass", Password, "--masterauth", Password);
        await using var connections = servers.Connect(new ClusterAccess { Password = Password });

        await FormAndVerifyAsync(servers, connections, deadline.Token);
    }

    [Fact]
    public async Task VerifyAsync_TlsAndAclUserThroughTheProxy_WritesAndReadsOnEveryShard()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartWithTlsAsync(
            3, 1, name: "", "--requirepass", Password, "--masterauth", Password,
            "--user", "ops", "on", ">ops-password", "~*", "&*", "+@all");
        await using var connections = servers.Connect(new ClusterAccess
        {
            User = "ops",
            Password = "ops-password",
            Tls = new TlsSettings { CaCertificate = servers.CaCertificate },
        });

        await FormAndVerifyAsync(servers, connections, deadline.Token);
    }

    [Fact]
    public async Task FormAsync_CertificateOfAnotherName_RefusedUnlessNamesAreSkipped()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartWithTlsAsync(3, 0, name: "other.example");
        var tls = new TlsSettings { CaCertificate = servers.CaCertificate };
        await using var strict = servers.Connect(new ClusterAccess { Tls = tls });
        await using var lenient = servers.Connect(new ClusterAccess { Tls = tls with { SkipNameCheck = true } });
        await using var noCa = servers.Connect(new ClusterAccess { Tls = new TlsSettings { SkipNameCheck = true } });

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterFormer(strict, servers.Desired).FormAsync(deadline.Token));
        var untrusted = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterFormer(noCa, servers.Desired).FormAsync(deadline.Token));
        await new ClusterFormer(lenient, servers.Desired).FormAsync(deadline.Token);

        Assert.All(refused.Diagnostics, diagnostic => Assert.Equal("RI3004", diagnostic.Code));
        Assert.Contains("doesn't name 127.0.0.1", refused.Message);
        Assert.Contains("isn't signed by a trusted CA", untrusted.Message);
    }

    [Fact]
    public async Task VerifyAsync_AMasterIsGone_SaysWhatIsWrongAtTheDeadline()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await using var servers = await RedisServers.StartAsync(3, 0);
        await using var connections = servers.Connect();
        await new ClusterFormer(connections, servers.Desired).FormAsync(deadline.Token);
        servers.Servers[0].Kill();
        var options = new VerificationOptions { HealthTimeout = TimeSpan.FromSeconds(1) };

        var failed = await Assert.ThrowsAsync<VerificationFailedException>(
            () => new ClusterVerifier(connections, servers.Desired, options).VerifyAsync(deadline.Token));

        Assert.Contains("RI3021", failed.Message);
        Assert.Contains("cache-0-0", failed.Message);
    }

    private async Task FormAndVerifyAsync(
        RedisServers servers, ClusterConnections connections, CancellationToken cancellationToken)
    {
        await new ClusterFormer(connections, servers.Desired).FormAsync(cancellationToken);

        var report = await new ClusterVerifier(connections, servers.Desired).VerifyAsync(cancellationToken);

        output.WriteLine($"verified in {report.Elapsed.TotalMilliseconds:0} ms");
        Assert.Equal(3, report.ShardsWritten);
        Assert.Empty(report.Warnings);
        var after = await connections.ObserveAsync(servers.Desired, cancellationToken);
        Assert.All(after.Live.Where(view => view.Self.IsMaster), view => Assert.Equal(0, view.KeyCount));
    }
}
