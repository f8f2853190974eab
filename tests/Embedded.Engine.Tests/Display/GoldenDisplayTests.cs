using System.Text.Json.Nodes;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Display;

namespace Embedded.Engine.Tests.Display;

public sealed class GoldenDisplayTests
{
    [Fact]
    public void Detailed_PreviewOfCreate_IsTheGoldenText() =>
        Assert.Equal(GoldenFiles.Text("preview-create.txt"), Detailed(RecordedRun.Create(isPreview: true)));

    [Fact]
    public void Detailed_ProtectedReplace_IsTheGoldenText() =>
        Assert.Equal(GoldenFiles.Text("preview-protected-replace.txt"), Detailed(RecordedRun.ProtectedReplace()));

    [Fact]
    public async Task Plain_PreviewAndUp_IsTheGoldenTextButForItsBeats()
    {
        var output = new StringWriter();
        foreach (var isPreview in new[] { true, false })
        {
            await using var display = new PlainDisplay(output, OperationWords.Update, "golden", TimeProvider.System);
            foreach (var engineEvent in RecordedRun.Create(isPreview)) display.Emit(engineEvent);
        }

        Assert.Equal(WithoutBeats(GoldenFiles.Text("up-create.txt")), WithoutBeats(output.ToString()));
    }

    [Fact]
    public void Json_Preview_IsOneDocumentWithoutSecrets()
    {
        var output = new StringWriter();
        var display = new RedactedEvents(new JsonDisplay(output, OperationWords.Update, "golden"), new Redactor());
        foreach (var engineEvent in RecordedRun.Create(isPreview: true)) display.Emit(engineEvent);

        var document = JsonNode.Parse(output.ToString())!;
        Assert.Equal(5, document["steps"]!.AsArray().Count);
        Assert.Equal("create", document["steps"]![0]!["op"]!.GetValue<string>());
        Assert.Equal(5, document["changeSummary"]!["create"]!.GetValue<int>());
        Assert.Equal("[secret]", document["outputs"]!["token"]!.GetValue<string>());
        Assert.Equal("ann-2", document["steps"]![3]!["newState"]!["outputs"]!["name"]!.GetValue<string>());
        Assert.DoesNotContain("s3cret", output.ToString());
    }

    /// <summary>How often the real engine says that it is still at it depends on the machine's speed.</summary>
    private static string WithoutBeats(string text)
    {
        var lines = text.Split('\n');
        return string.Join('\n', lines.Where((l, i) =>
            !l.StartsWith('@') && !(l.Length == 0 && i > 0 && lines[i - 1].StartsWith('@'))));
    }

    private static string Detailed(IEnumerable<EngineEvent> events)
    {
        var output = new StringWriter();
        var display = new DetailedDisplay(output, OperationWords.Update, "golden");
        foreach (var engineEvent in events) display.Emit(engineEvent);
        return output.ToString();
    }
}
