using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Serialization;
using Pulumi.Utilities;

namespace Embedded.Pulumi.Tests.Serialization;

public sealed class InputWriterTests
{
    [Fact]
    public async Task WriteAsync_PlainValues_AreTheirKinds()
    {
        Assert.Equal("null", await WriteAsync(null));
        Assert.Equal("True", await WriteAsync(true));
        Assert.Equal("7", await WriteAsync(7));
        Assert.Equal("1.5", await WriteAsync(1.5));
        Assert.Equal("red", await WriteAsync(Colour.Red));
        Assert.Equal("5", await WriteAsync(DayOfWeek.Friday));
        var json = JsonDocument.Parse("{\"a\":[1,null],\"b\":null}").RootElement;
        Assert.Equal("{a:[1,null],b:null}", await WriteAsync(json));
        Assert.Equal("[]", await WriteAsync(default(ImmutableArray<int>)));
    }

    [Fact]
    public async Task WriteAsync_SecretInsideAMap_MarksOnlyThatValue()
    {
        InputMap<string> map = new() { ["open"] = "o", ["closed"] = Output.CreateSecret("c") };
        Assert.Equal("{closed:c (secret),open:o}", await WriteAsync(map));
    }

    [Fact]
    public async Task WriteAsync_UnknownInsideAList_LeavesTheRestKnown()
    {
        InputList<string> list = new() { "a", OutputUtilities.CreateUnknown("") };
        Assert.Equal("[a,{unknown}]", await WriteAsync(list));
        Assert.Equal("{unknown} (secret)", await WriteAsync(Output.CreateSecret(OutputUtilities.CreateUnknown(1))));
    }

    [Fact]
    public async Task WriteAsync_Args_LeavesOutWhatIsNull()
    {
        var written = await WriteAsync(new PartArgs { Size = 3, Label = Output.Create((string)null!) });
        Assert.Equal("{size:3}", written);
    }

    [Fact]
    public async Task WriteAsync_RequiredInputMissing_SaysWhich()
    {
        var error = await Assert.ThrowsAsync<ArgumentNullException>(() => WriteAsync(new PartArgs()));
        Assert.Contains("[Input] Embedded.Pulumi.Tests.PartArgs.Size is required but was not given", error.Message);
    }

    [Fact]
    public async Task WriteAsync_UnsupportedType_SaysWhere()
    {
        var map = new Dictionary<string, object> { ["when"] = DateTimeOffset.UnixEpoch };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => new InputWriter().WriteAsync(map, "p"));
        Assert.Equal("System.DateTimeOffset is not a supported argument type.\n\tp.when", error.Message);
    }

    [Fact]
    public async Task WriteInputAsync_Json_IsTextAndSecretAsAWhole()
    {
        Input<PartArgs> part = new PartArgs { Size = 3, Label = Output.CreateSecret("x\"y") };
        var written = await new InputWriter().WriteInputAsync(part, json: true, "p");

        Assert.True(written.IsSecret);
        Assert.True(written.TryGetString(out var text));
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(3, json.GetProperty("size").GetInt32());
        Assert.Equal("x\"y", json.GetProperty("label").GetString());
    }

    private static async Task<string> WriteAsync(object? value)
    {
        var written = await new InputWriter().WriteAsync(value, "p");
        // A map has no order of its own.
        if (!written.TryGetMap(out var map)) return written.ToString()!;
        var members = map.OrderBy(member => member.Key, StringComparer.Ordinal);
        return $"{{{string.Join(",", members.Select(member => $"{member.Key}:{member.Value}"))}}}";
    }
}
