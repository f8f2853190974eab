using RedisInfra.Admin.Ring.Files;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Tests.Ring.Files;

/// <summary>Redis.Tests asks a real nutcracker whether it refuses the same.</summary>
public sealed class NutcrackerFileTests
{
    [Fact]
    public void Read_APoolWithEverything_IsThat()
    {
        var pool = Assert.Single(NutcrackerFile.Read(
            """
            # The pool of sessions.
            alpha:
              listen: 0.0.0.0:22121
              hash: murmur
              hash_tag: "{}"
              distribution: modula
              timeout: 400
              backlog: 512
              client_connections: 10
              redis: true
              redis_auth: secret
              redis_db: 2
              preconnect: true
              tcpkeepalive: true
              reuseport: false
              auto_eject_hosts: true
              server_connections: 2
              server_retry_timeout: 2000
              server_failure_limit: 3
              servers:
               - cache-0:6379:1 cache-0
               - 10.0.0.1:6379:3
            """, "nutcracker.yml"));

        Assert.Equal(["cache-0:6379:1 cache-0", "10.0.0.1:6379:3"], pool.Servers.Select(server => $"{server}"));
        Assert.Equal(new RingPool("alpha", pool.Servers)
        {
            Listen = "0.0.0.0:22121", Hash = RingHash.Murmur, HashTag = "{}", Distribution = RingDistribution.Modula,
            TimeoutMs = 400, IsRedis = true, HasPassword = true, Database = 2, EjectsServers = true,
        }, pool);
    }

    [Fact]
    public void Read_ThatLeavesOutAllItMay_HasNutcrackersDefaults()
    {
        var pool = Assert.Single(NutcrackerFile.Read("a:\n  listen: h:1\n  servers:\n   - h:2:1\n", "n.yml"));

        Assert.Equal((RingHash.Fnv1aBits64, RingDistribution.Ketama, "", (int?)null, false, 0, false), (pool.Hash,
            pool.Distribution, pool.HashTag, pool.TimeoutMs, pool.IsRedis, pool.Database, pool.EjectsServers));
    }

    [Fact]
    public void Read_EverythingWrong_AllToldAtOnceWithItsLine()
    {
        var refused = Assert.Throws<DiagnosticException>(() => NutcrackerFile.Read(
            """
            alpha:
              listen: nowhere
              hash: sha1
              hash_tag: "{"
              distribution: even
              timeout: soon
              redis: maybe
              redis_auth: hunter2
              server_connections: 0
              colour: red
              servers:
               - cache-0:6379:1 same
               - cache-1:6379:1 same
               - cache-2:6379
            beta:
              listen: 0.0.0.0:1
              listen: 0.0.0.0:2
            gamma:
              listen: 0.0.0.0:1
              servers: none
            gamma:
              listen: 0.0.0.0:9
              servers:
               - h:1:1
            delta: text
            """, "n.yml"));

        Assert.Equal(
        [
            "RI3422 n.yml:2", "RI3422 n.yml:3", "RI3422 n.yml:4", "RI3422 n.yml:5", "RI3422 n.yml:6", "RI3422 n.yml:7",
            "RI3422 n.yml:8", "RI3422 n.yml:9", "RI3421 n.yml:10", "RI3424 n.yml:13", "RI3423 n.yml:14",
            "RI3425 n.yml:15", "RI3424 n.yml:17", "RI3424 n.yml:18", "RI3422 n.yml:20", "RI3424 n.yml:21",
            "RI3420 n.yml:25",
        ], refused.Diagnostics.Select(found => $"{found.Code} {found.Where}"));
        // Whatever is wrong with it, a password is no text for messages.
        Assert.DoesNotContain("hunter2", refused.Message);
        Assert.Contains("RI3422 n.yml:3: \"hash: sha1\" stands there, but it is none of one_at_a_time, md5, ",
            refused.Message);
    }

    [Theory]
    [InlineData("", "RI3420 n.yml:1: the file stands there, but it holds no pools")]
    [InlineData("- a\n", "RI3420 n.yml:1: the file stands there, but it holds no pools")]
    [InlineData("a:\n  b: c: d\n", "RI3420 n.yml:2: the text stands there, but it is no YAML: ")]
    [InlineData("---\na:\n  listen: h:1\n  servers:\n   - h:2:1\n", "RI3420 n.yml:1: \"---\" stands there, but ")]
    [InlineData("a:\n  listen: h:1\n  servers: [\"h:2:1\"]\n", "RI3420 n.yml:3: a list in [ ] stands there")]
    [InlineData("a: {listen: \"h:1\"}\n", "RI3420 n.yml:1: a map in { } stands there, but ")]
    [InlineData("a:\n  listen: &x h:1\n  servers:\n   - h:2:1\n", "RI3420 n.yml:2: \"&x\" stands there, but ")]
    [InlineData("a:\n  listen: !!str h:1\n  servers:\n   - h:2:1\n", "RI3420 n.yml:2: the tag tag:yaml.org,2002:str ")]
    [InlineData("a:\n  listen: h:1\n  servers:\n    x: h:2:1\n", "RI3420 n.yml:3: \"servers\" stands there, but ")]
    public void Read_OtherShapes_Refused(string text, string expected)
    {
        var refused = Assert.Throws<DiagnosticException>(() => NutcrackerFile.Read(text, "n.yml"));

        Assert.StartsWith(expected, refused.Message);
    }

    [Fact]
    public void Choose_AmongSeveral_NeedsAName()
    {
        var pools = NutcrackerFile.Read(
            "a:\n  listen: h:1\n  servers:\n   - h:2:1\nb:\n  listen: h:3\n  servers:\n   - h:2:1\n", "n.yml");

        Assert.Equal("b", NutcrackerFile.Choose(pools, "b", "n.yml").Name);
        Assert.Equal("a", NutcrackerFile.Choose([pools[0]], null, "n.yml").Name);
        Assert.Equal(
            "RI3427 n.yml: it has the pools a, b, but one pool is looked at a time. Give --pool with one of a, b.",
            Assert.Throws<DiagnosticException>(() => NutcrackerFile.Choose(pools, null, "n.yml")).Message);
        Assert.StartsWith("RI3427 n.yml: it has no pool \"c\"",
            Assert.Throws<DiagnosticException>(() => NutcrackerFile.Choose(pools, "c", "n.yml")).Message);
    }
}
