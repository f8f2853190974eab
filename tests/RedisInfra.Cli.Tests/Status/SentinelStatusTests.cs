using System.Text.Json.Nodes;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Status;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;

namespace RedisInfra.Cli.Tests.Status;

public class SentinelStatusTests
{
    private static readonly SentinelRecord s_record = SentinelRecord.Parse((JsonObject)JsonNode.Parse("""
        {
          "masterName": "cache", "quorum": 2.0, "password": "sesame", "sentinelPassword": "poppy", "username": "admin",
          "members": [{ "name": "cache-0", "host": "cache-0.n", "port": 6379.0 },
                      { "name": "cache-1", "host": "cache-1.n", "port": 6379.0 }],
          "sentinels": [{ "name": "cache-sentinel-0", "host": "s0.n", "port": 26379.0 }],
          "kubernetes": { "namespace": "shop", "context": "lab" }
        }
        """)!);

    [Fact]
    public void Parse_AllInputs_AreRead()
    {
        Assert.Equal(("cache", 2), (s_record.Set.MasterName, s_record.Set.Quorum));
        Assert.Equal(new SetMember("cache-1", "cache-1.n:6379"), s_record.Set.Members[1]);
        Assert.Equal(("admin", "sesame", "poppy"),
            (s_record.Servers.User, s_record.Servers.Password, s_record.Sentinels.Password));
        Assert.Equal(new PodPlace("shop", "lab", null), s_record.Pods);
        Assert.DoesNotContain("sesame", s_record.ToString());
    }

    [Fact]
    public void Show_AReplicaIsDown_SaysWhoAndWhat()
    {
        var status = SentinelStatusReader.Describe(s_record, new ObservedSet("cache",
        [
            new ObservedSentinel("s0.n:26379")
            {
                Id = "s0", IsWatching = true, Master = "cache-0.n:6379", MasterFlags = ["master"], Quorum = 2,
                Replicas = [new KnownInstance("cache-1.n:6379", "b", ["slave"])],
            },
        ],
        [
            new ObservedServer("cache-0.n:6379")
            {
                RunId = "a", IsMaster = true, ReplicationId = "h", Offset = 9, Keys = 7,
            },
            new ObservedServer("cache-1.n:6379") { Problem = "no connection" },
        ]));
        var output = new StringWriter();

        SentinelStatusView.Show(Terminal.Plain(output), [status]);

        Assert.False(status.Ok);
        Assert.Equal("cache-0", status.Master);
        Assert.Equal(new SentinelServerRow("cache-1", "", null, null, null, "", "no connection"), status.Servers[1]);
        Assert.Equal("cache-0", status.Sentinels[0].Master);
        Assert.Contains("cache: not ok, master cache-0", output.ToString());
        Assert.Contains("RI3513 server cache-1.n:6379", output.ToString());
    }
}
