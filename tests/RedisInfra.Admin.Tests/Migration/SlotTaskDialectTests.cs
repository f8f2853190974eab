using System.Text;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Migration;

public sealed class SlotTaskDialectTests
{
    private const string Id = "0123456789012345678901234567890123456789";

    /// <summary>The source decides nothing: the destination takes over, and forgets a task that it has done.</summary>
    [Fact]
    public void Cancel_Redis_AsksTheDestinationForThisTaskAlone()
    {
        var dialect = SlotTaskDialect.Of(MigrationMethod.RedisImport);

        Assert.Equal("b", dialect.Asked(Window()).Name);
        Assert.Equal(["CLUSTER", "MIGRATION", "CANCEL", "ID", Id], Words(dialect.Cancel(Id)));
    }

    /// <summary>Looked at and cancelled in one step, and not from failover-granted on.</summary>
    [Fact]
    public void Cancel_Valkey_LooksFirstInTheSameStep()
    {
        var dialect = SlotTaskDialect.Of(MigrationMethod.ValkeyMigrateSlots);

        string[] words = Words(dialect.Cancel(Id));

        Assert.Equal("a", dialect.Asked(Window()).Name);
        Assert.Equal("EVAL", words[0]);
        Assert.Equal(["0", Id], words[2..]);
        // Else a source that holds writes back holds the script back too.
        Assert.StartsWith("#!lua flags=no-writes\n", words[1], StringComparison.Ordinal);
        int looks = words[1].IndexOf("GETSLOTMIGRATIONS", StringComparison.Ordinal);
        int refuses = words[1].IndexOf("'failover-granted' then return 0", StringComparison.Ordinal);
        int cancels = words[1].IndexOf("CANCELSLOTMIGRATIONS", StringComparison.Ordinal);
        Assert.True(looks > 0 && looks < refuses && refuses < cancels);
    }

    private static SlotWindow Window() => new(new Member("a", 0, 0, "127.0.0.1", 7000), NodeId.Parse(Id),
        new Member("b", 1, 0, "127.0.0.1", 7001), NodeId.Parse(Id), [1], 100);

    private static string[] Words(RespCommand command)
    {
        var words = new List<string>();
        var rest = command.Encoded.AsSpan();
        rest = rest[(rest.IndexOf("\r\n"u8) + 2)..];
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf("\r\n"u8);
            int length = int.Parse(Encoding.ASCII.GetString(rest[1..end]));
            words.Add(Encoding.UTF8.GetString(rest.Slice(end + 2, length)));
            rest = rest[(end + length + 4)..];
        }
        return [.. words];
    }
}
