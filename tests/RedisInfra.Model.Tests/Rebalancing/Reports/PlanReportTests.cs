using System.Text.Json;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Rebalancing.Reports;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Tests.Rebalancing.Reports;

public sealed class PlanReportTests
{
    private const string Tag = "<b>`a|b`";

    [Fact]
    public void Lines_APlan_SayWhatMovesWhereWhyAndForHowLong() => Assert.Equal("""
        2,048 slots with 20,480 keys, 2.0 MiB, in 2 moves, about 1 s (SETSLOT and MIGRATE)
          a-0 -> d-0  2,047 slots  20,470 keys  2.0 MiB  0-2046: a-0 has too many
          b-0 -> d-0       1 slot      10 keys   1000 B  7000: b-0 has too many
        functions are copied from a-0 to d-0 first
        cluster-allow-replica-migration is no meanwhile, so that masters without slots stay masters: b-0
        warning: RI3299 here: <b>`a|b`, but it is odd. Look at it.
        fingerprint 0123456789abcdef
        """, string.Join('\n', PlanText.Lines(Plan())));

    [Fact]
    public void Markdown_APlan_IsATableThatNoNameCanBreak() => Assert.Equal("""
        **2,048 slots with 20,480 keys, 2.0 MiB, in 2 moves, about 1 s (SETSLOT and MIGRATE)**

        | from | to | slots | ranges | keys | bytes | why |
        |---|---|--:|---|--:|--:|---|
        | a-0 | d-0 | 2,047 | 0-2046 | 20,470 | 2.0 MiB | a-0 has too many |
        | b-0 | d-0 | 1 | 7000 | 10 | 1000 B | b-0 has too many |

        - functions are copied from a-0 to d-0 first
        - cluster-allow-replica-migration is no meanwhile, so that masters without slots stay masters: b-0
        - warning: RI3299 here: \<b\>\`a\|b\`, but it is odd. Look at it.

        Fingerprint `0123456789abcdef`

        """, PlanMarkdown.Of(Plan()));

    [Fact]
    public void Json_APlan_HasEverythingThatIsInThePlan()
    {
        var json = JsonDocument.Parse(PlanDocument.Of(Plan()).ToJson()).RootElement;

        Assert.Equal("steps", json.GetProperty("kind").GetString());
        Assert.Equal("0123456789abcdef", json.GetProperty("fingerprint").GetString());
        Assert.Equal("windows", json.GetProperty("method").GetString());
        Assert.Equal((2048, 20480, 2_048_000), (json.GetProperty("slots").GetInt32(),
            json.GetProperty("keys").GetInt64(), json.GetProperty("bytes").GetInt64()));
        Assert.Equal(0.6, json.GetProperty("estimateSeconds").GetDouble());
        Assert.Equal("""
            {"from":"b-0","to":"d-0","slots":"7000","slotCount":1,"keys":10,"bytes":1000,"reason":"b-0 has too many"}
            """, Compact(json.GetProperty("moves")[1]));
        Assert.Equal("""{"from":"a-0","to":"d-0"}""", Compact(json.GetProperty("functionCopies")[0]));
        Assert.Equal("""["b-0"]""", Compact(json.GetProperty("keepRole")));
        Assert.Equal("RI3299", json.GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.Equal("warning", json.GetProperty("warnings")[0].GetProperty("severity").GetString());
        Assert.False(json.TryGetProperty("waiting", out _));
    }

    [Fact]
    public void Lines_OpenSlots_ToldTogetherByTheirEvidence() => Assert.Equal("""
        an earlier move left slots open; they come first, then the rest is planned
          slots 100 are closed at a-0: b-0 holds no key of it
          slots 7-9 are moved on from a-0 to b-0: it is open at both ends
        """, string.Join('\n', PlanText.Lines(Resume())));

    [Fact]
    public void Json_OpenSlots_AreRanges() => Assert.Equal(
        [("100", 1), ("7-9", 3)],
        PlanDocument.Of(Resume()).OpenSlots.Select(open => (open.Slots, open.SlotCount)));

    [Fact]
    public void Reports_Refused_NameEveryReason()
    {
        var refused = new RebalanceResult.Refused([Finding("RI3201"), Finding("RI3202")]);

        Assert.Equal(3, PlanText.Lines(refused).Length);
        Assert.Equal(["RI3201", "RI3202"], PlanDocument.Of(refused).Refusals.Select(found => found.Code));
        Assert.Contains("- RI3202 here:", PlanMarkdown.Of(refused));
    }

    [Fact]
    public void Reports_NotReady_SayWhatIsWaitedFor()
    {
        var wait = new RebalanceResult.NotReady("a-0 loads its data");

        Assert.Equal("nothing can be said yet: a-0 loads its data", Assert.Single(PlanText.Lines(wait)));
        Assert.Equal("a-0 loads its data", PlanDocument.Of(wait).Waiting);
        Assert.Equal("**Nothing can be said yet**: a-0 loads its data\n", PlanMarkdown.Of(wait));
    }

    [Fact]
    public void Reports_Balanced_SaySo()
    {
        var balanced = new RebalanceResult.Balanced();

        Assert.Equal(PlanWords.Balanced, Assert.Single(PlanText.Lines(balanced)));
        Assert.Equal("balanced", PlanDocument.Of(balanced).Kind);
        Assert.StartsWith("**Balanced**", PlanMarkdown.Of(balanced), StringComparison.Ordinal);
    }

    private static RebalanceResult.Steps Plan()
    {
        var (a, b, d) = (Member("a-0", 0), Member("b-0", 1), Member("d-0", 3));
        return new RebalanceResult.Steps(new RebalancePlan(
            [
                new SlotMove(a, d, SlotSet.Parse("0-2046"), 20_470, 2_047_000, "a-0 has too many"),
                new SlotMove(b, d, SlotSet.Parse("7000"), 10, 1000, "b-0 has too many"),
            ],
            [new FunctionCopy(a, d)], "0123456789abcdef", MigrationMethod.Windows,
            [Finding("RI3299") with { Severity = Severity.Warning }])
        {
            KeepRole = [b],
        });
    }

    private static RebalanceResult.Resume Resume()
    {
        var (a, b) = (Member("a-0", 0), Member("b-0", 1));
        return new RebalanceResult.Resume(
        [
            new OpenSlotStep.Close(100, a, "b-0 holds no key of it"),
            .. new[] { 7, 8, 9 }.Select(slot => new OpenSlotStep.Finish(slot, a, b, "it is open at both ends")),
        ]);
    }

    private static Diagnostic Finding(string code) => new(code, "here", Tag, "it is odd", "Look at it");

    private static Member Member(string name, int shard) => new(name, shard, 0, "127.0.0.1", 7000 + shard);

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
