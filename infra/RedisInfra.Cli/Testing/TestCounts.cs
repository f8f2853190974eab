using System.Globalization;
using System.Xml.Linq;

namespace RedisInfra.Cli.Testing;

/// <summary>How many tests passed, failed and were skipped.</summary>
internal readonly record struct TestCounts(int Passed, int Failed, int Skipped)
{
    public static TestCounts operator +(TestCounts a, TestCounts b) =>
        new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    /// <summary>The names of the tests in a .trx file that failed.</summary>
    public static IEnumerable<string> ReadFailed(string trx) =>
        Results(trx).Where(result => Of(result).Failed > 0)
            .Select(result => (string?)result.Attribute("testName") ?? "?");

    /// <summary>The tests in a .trx file that took longest, and how long.</summary>
    public static IEnumerable<(string Name, TimeSpan Took)> ReadLongest(string trx, int count) =>
        Results(trx)
            .Select(result => (
                (string?)result.Attribute("testName") ?? "?",
                TimeSpan.Parse((string?)result.Attribute("duration") ?? "0", CultureInfo.InvariantCulture)))
            .OrderByDescending(test => test.Item2).Take(count);

    /// <summary>Counts the results in a .trx file; a result that is neither passed nor skipped failed.</summary>
    public static TestCounts Read(string trx) =>
        Results(trx).Aggregate(default(TestCounts), (counts, result) => counts + Of(result));

    private static IEnumerable<XElement> Results(string trx)
    {
        XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        return XDocument.Load(trx).Descendants(ns + "UnitTestResult");
    }

    private static TestCounts Of(XElement result) => (string?)result.Attribute("outcome") switch
    {
        "Passed" => new TestCounts(1, 0, 0),
        "NotExecuted" => new TestCounts(0, 0, 1),
        _ => new TestCounts(0, 1, 0),
    };
}
