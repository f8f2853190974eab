using System.Text.Json.Nodes;
using RedisInfra.Cli.Status;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Tests.Status;

public class TopologyRecordTests
{
    [Fact]
    public void Parse_AllInputs_AreRead()
    {
        var record = TopologyRecord.Parse((JsonObject)JsonNode.Parse("""
            {
              "clusterName": "orders", "password": "sesame", "username": "admin",
              "members": [{ "name": "orders-2-1", "shard": 2.0, "index": 1.0, "host": "orders-2-1.n", "port": 6379.0 }],
              "tls": { "enabled": true, "caCertificate": "PEM", "skipNameCheck": true },
              "kubernetes": { "namespace": "shop", "context": "lab", "claimPolicy": "retain" }
            }
            """)!);

        Assert.Equal("orders", record.Name);
        Assert.Equal(new Member("orders-2-1", 2, 1, "orders-2-1.n", 6379), Assert.Single(record.Members));
        Assert.Equal(("sesame", "admin"), (record.Password, record.Username));
        Assert.True(record.UsesTls && record.SkipsNameCheck);
        Assert.Equal("PEM", record.CaCertificate);
        Assert.Equal(new PodPlace("shop", "lab", null), record.Pods);
    }

    [Fact]
    public void Parse_OptionalInputsAbsent_MeansDirectAndPlain()
    {
        var record = TopologyRecord.Parse((JsonObject)JsonNode.Parse("""{ "clusterName": "c", "members": [] }""")!);
        Assert.Null(record.Password);
        Assert.False(record.UsesTls);
        Assert.Null(record.Pods);
    }

    [Fact]
    public void ToString_Always_HidesThePassword()
    {
        var record = new TopologyRecord { Name = "c", Members = [], Password = "sesame" };
        Assert.DoesNotContain("sesame", record.ToString());
    }
}
