using RedisInfra.Cli.Testing;

namespace RedisInfra.Cli.Tests.Testing;

public class TestCountsTests
{
    [Fact]
    public async Task Read_EveryOutcome_IsCountedAndTheFailedAreNamed()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
                  <UnitTestResult outcome="Passed"/>
                  <UnitTestResult outcome="Passed" testName="E.F" duration="00:01:02.5000000"/>
                  <UnitTestResult outcome="Failed" testName="A.B"/><UnitTestResult outcome="Timeout" testName="C.D"/>
                  <UnitTestResult outcome="NotExecuted"/>
                </Results></TestRun>
                """);
            Assert.Equal("2 passed, 2 failed, 1 skipped", TestCounts.Read(file).ToString());
            Assert.Equal(["A.B", "C.D"], TestCounts.ReadFailed(file));
            Assert.Equal(("E.F", TimeSpan.FromSeconds(62.5)), TestCounts.ReadLongest(file, 1).Single());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Add_TwoCounts_SumsEachKind() =>
        Assert.Equal(new TestCounts(4, 6, 8), new TestCounts(1, 2, 3) + new TestCounts(3, 4, 5));
}
