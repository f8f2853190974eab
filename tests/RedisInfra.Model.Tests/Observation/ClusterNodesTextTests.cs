using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Tests.Observation;

public sealed class ClusterNodesTextTests
{
    private const string A = "07c37dfeb235213a872192d90877d0cd55635b91";
    private const string B = "67ed2db8d677e59ec4a4cefb06858cf2a1a89fa1";

    [Fact]
    public void Parse_AReplicaAndAMasterWithOpenSlots_AllFields()
    {
        var records = ClusterNodesText.Parse(
            $"{A} 127.0.0.1:30004@31004,hostname4 slave {B} 0 1426238317239 4 connected\n"
            + $"{B} 10.0.0.2:30002@31002,,shard-id=x myself,master - 0 0 2 connected 0-5460 7000 "
            + $"[93->-{A}] [77-<-{A}]\n");

        Assert.Equal(2, records.Length);
        Assert.True(records[0].IsReplica);
        Assert.Equal(("127.0.0.1", 30004, 31004, "hostname4", B), (records[0].Ip, records[0].Port, records[0].BusPort,
            records[0].Hostname, records[0].Master!.Value.Value));
        Assert.True(records[1].IsMyself && records[1].IsMaster && records[1].IsConnected);
        Assert.Null(records[1].Hostname);
        Assert.Equal("0-5460,7000", records[1].Slots.ToString());
        Assert.Equal([(93, OpenSlotDirection.Migrating), (77, OpenSlotDirection.Importing)],
            records[1].OpenSlots.Select(open => (open.Slot, open.Direction)));
    }

    [Theory]
    [InlineData(":7000@17000", "", 7000)]
    [InlineData("::1:7000@17000", "::1", 7000)]
    [InlineData("10.0.0.1:7000", "10.0.0.1", 7000)]
    public void ParseLine_Addresses_OfAllForms(string address, string ip, int port)
    {
        var record = ClusterNodesText.ParseLine($"{A} {address} myself,master - 0 0 0 connected");

        Assert.Equal((ip, port, 17000), (record.Ip, record.Port, record.BusPort));
    }

    [Fact]
    public void ParseLine_FailingHandshakeAndUnknownFlags_AreTold()
    {
        var failing = ClusterNodesText.ParseLine($"{A} 10.0.0.1:7000@17000 master,fail?,new-flag - 5 6 0 disconnected");
        var meeting = ClusterNodesText.ParseLine($"{B} 10.0.0.1:7000@17000 handshake - 5 6 0 connected");

        Assert.True(failing.IsFailing && failing.IsMaster && !failing.IsConnected);
        Assert.True(meeting.IsHandshake && !meeting.IsMaster);
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("xyz 10.0.0.1:7000@17000 master - 0 0 0 connected")]
    [InlineData(A + " nowhere master - 0 0 0 connected")]
    [InlineData(A + " 10.0.0.1:7000@17000 master - 0 0 x connected")]
    [InlineData(A + " 10.0.0.1:7000@17000 master - 0 0 0 connected 99999")]
    [InlineData(A + " 10.0.0.1:7000@17000 master - 0 0 0 connected [93->-short]")]
    public void ParseLine_NotAsDocumented_SaysWhichLine(string line) =>
        Assert.Contains("CLUSTER NODES",
            Assert.Throws<FormatException>(() => ClusterNodesText.ParseLine(line)).Message);

    [Fact]
    public void InfoText_FieldsAndKeys()
    {
        var info = InfoText.Parse("# Server\r\nredis_version:7.0.15\r\nloading:0\r\n\r\n# Keyspace\r\n"
            + "db0:keys=12,expires=3,avg_ttl=0\r\ndb3:keys=30,expires=0,avg_ttl=0\r\ndbx:keys=5\r\n");

        Assert.Equal(("7.0.15", 0, 42), (info.Text("redis_version"), info.Number("loading"), info.KeyCount));
        Assert.Equal("", info.Text("absent"));
    }
}
