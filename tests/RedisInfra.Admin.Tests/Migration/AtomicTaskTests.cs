using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Migration;

public sealed class AtomicTaskTests
{
    private const string Job = "job";
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);
    private static readonly Member s_source = new("a", 0, 0, "127.0.0.1", 7000);
    private static readonly Member s_destination = new("b", 1, 0, "127.0.0.1", 7001);

    /// <summary>A source that has given its word doesn't give the job up; its end is waited for.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task RunAsync_AbortedWhileTheServerRefusesToGiveUp_WaitsForTheEnd(int refusals)
    {
        using var abort = new CancellationTokenSource();
        int asked = 0;
        bool isBegun = false;
        var nodes = new ScriptedNodes((member, command) =>
        {
            if (command == "CLUSTER NODES") return RespValue.Bulk(Nodes(member));
            if (command == "CLUSTER MIGRATESLOTS") isBegun = true;
            if (command == "CLUSTER GETSLOTMIGRATIONS")
            {
                if (isBegun && asked == 0) abort.Cancel();
                return isBegun ? RespValue.Of([State(asked > refusals ? "success" : "failover-granted")])
                    : RespValue.Of([]);
            }
            if (command == "EVAL") asked++;
            return RespValue.Of(0);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(nodes, abort.Token).WaitAsync(s_deadline));

        Assert.Equal(refusals + 1, nodes.Told.Count(command => command == "EVAL"));
        Assert.DoesNotContain("CLUSTER CANCELSLOTMIGRATIONS", nodes.Told);
    }

    private static async Task RunAsync(ScriptedNodes nodes, CancellationToken abort)
    {
        var observed = new ObservedCluster([]);
        var window = new SlotWindow(s_source, Id(s_source), s_destination, Id(s_destination), [1], 100);
        var context = new MoveContext(nodes, new MoveOptions { SettlePoll = TimeSpan.FromMilliseconds(1) },
            new MoveTally(nodes.Time), abort, abort);
        await new AtomicTask(context, new ClusterMasters(observed), window,
            SlotTaskDialect.Of(MigrationMethod.ValkeyMigrateSlots)).RunAsync();
    }

    private static RespValue State(string state) =>
        Replies.Texts("name", Job, "operation", "EXPORT", "slot_ranges", "1", "state", state, "message", "");

    private static string Nodes(Member asked) =>
        string.Join('\n', Line(s_source, "0-9", asked), Line(s_destination, "", asked));

    private static string Line(Member member, string slots, Member asked) =>
        $"{Id(member).Value} 127.0.0.1:{member.Port}@{member.Port + 10000} "
        + $"{(member == asked ? "myself," : "")}master - 0 0 {member.Shard + 1} connected {slots}";

    private static NodeId Id(Member member) => NodeId.Parse(new string(member.Name[0], 40));
}
