using RedisInfra.Cli.Testing;

namespace RedisInfra.Cli.Tests.Testing;

public class ScenarioTableTests
{
    [Fact]
    public void Merge_NewRows_TakeThePlaceOfTheSameStepAndLeaveOthers()
    {
        var first = ScenarioTable.Merge(
            $"before\n{ScenarioTable.Begin}\n{ScenarioTable.End}\nafter\n",
            ["S2\tout\t9\tfailed", "S1\tin\t2\tpassed", "S1\tin\t11\tpassed: all"]);
        var second = ScenarioTable.Merge(first, ["S2\tout\t7\tpassed: nothing lost"]);
        Assert.Equal(
            $"""
            before
            {ScenarioTable.Begin}

            | | what was run | took | result |
            |---|---|---|---|
            | S1 | in | 11 s | 2 of 2 passed; the slowest passed: all |
            | S2 | out | 7 s | passed: nothing lost |

            {ScenarioTable.End}
            after

            """,
            second);
    }

    [Fact]
    public void Merge_NoMarks_SaysWhatIsMissing() =>
        Assert.Contains(ScenarioTable.Begin, Assert.Throws<FormatException>(() => ScenarioTable.Merge("", [])).Message);
}
