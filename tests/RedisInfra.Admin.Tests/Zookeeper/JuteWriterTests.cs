using RedisInfra.Admin.Zookeeper;

namespace RedisInfra.Admin.Tests.Zookeeper;

public class JuteWriterTests
{
    /// <summary>ZooKeeper takes an empty list of servers for a change to no server, and none for no such change.
    /// </summary>
    [Fact]
    public void Text_NoneAndEmpty_AreToldApart()
    {
        Assert.Equal([0, 0, 0, 4, 255, 255, 255, 255], new JuteWriter().Text(null).ToPacket());
        Assert.Equal([0, 0, 0, 4, 0, 0, 0, 0], new JuteWriter().Text("").ToPacket());
        Assert.Equal([0, 0, 0, 5, 0, 0, 0, 1, 97], new JuteWriter().Text("a").ToPacket());
    }
}
