using System.Collections.Immutable;
using System.Text;
using Pulumi;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.State;

public sealed class CheckpointSerializerTests
{
    [Theory]
    [InlineData(3, "3")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(1.5e-17, "1.5e-17")]
    [InlineData(0.000012, "0.000012")]
    [InlineData(123456789012345680, "123456789012345680")]
    [InlineData(9007199254740993.0, "9007199254740992")]
    public void Number_AnyValue_IsWrittenAsTheRealEngineDoes(double value, string text) =>
        Assert.Equal(text, CheckpointJson.Number(value));

    [Fact]
    public void Read_UnknownFields_AreWrittenBack()
    {
        var text = """
            {"version":3,"checkpoint":{"stack":"organization/p/s",
            "latest":{"manifest":{"time":"t","magic":"m","version":"v"},
            "resources":[{"urn":"u","custom":false,"type":"t","outputs":{"a":1.5,"b":[],"c":{},"d":null},
            "viewOf":"other","z":{"k":[1,2.50]}}],"metadata":{"x":1},"later":[true]}}}
            """.ReplaceLineEndings("");
        var serializer = new CheckpointSerializer(null);

        var written = serializer.Write(serializer.Read(CheckpointDocument.Parse(Encoding.UTF8.GetBytes(text))),
            new("p", "s"));

        Assert.Equal(text, Encoding.UTF8.GetString(written));
    }

    [Fact]
    public void Write_EveryKindOfValue_ReadsBackEqual()
    {
        var outputs = ImmutableDictionary<string, PropertyValue>.Empty
            .Add("asset", new PropertyValue(new StringAsset("text")))
            .Add("file", new PropertyValue(new FileAsset("/nowhere/file")))
            .Add("remote", new PropertyValue(new RemoteAsset("https://example.com/x")))
            .Add("archive", new PropertyValue(new AssetArchive(
                new Dictionary<string, AssetOrArchive> { ["a"] = new StringAsset("b"), ["c"] = new FileArchive("d") })))
            .Add("reference", new PropertyValue(new ResourceReference(new Urn("urn:pulumi:s::p::t::n"),
                new PropertyValue("id"), "1.2.3")))
            .Add("nested", new PropertyValue(ImmutableDictionary<string, PropertyValue>.Empty
                .Add("<&>", new PropertyValue("tab\t\u2028")).Add("s", new PropertyValue(7).WithSecret(true))));
        var state = new ResourceState { Urn = "urn:a", Custom = true, Id = "1", Type = "t", Outputs = outputs };
        var serializer = new CheckpointSerializer(GoldenFiles.Secrets);
        var snapshot = Snapshot.Empty(GoldenFiles.Secrets, TimeProvider.System) with
        {
            Resources = [state],
            PendingOperations = [new(state, OperationType.Updating)],
        };

        var content = serializer.Write(snapshot, new("p", "s"));
        var back = serializer.Read(CheckpointDocument.Parse(content));

        Assert.Equal(outputs["nested"], back.Resources[0].Outputs["nested"]);
        Assert.Equal(outputs["reference"], back.Resources[0].Outputs["reference"]);
        Assert.Equal(OperationType.Updating, back.PendingOperations[0].Type);
        Assert.Equal(Encoding.UTF8.GetString(content), Encoding.UTF8.GetString(serializer.Write(back, new("p", "s"))));
        Assert.Contains("\"hash\":\"982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1\"",
            Encoding.UTF8.GetString(content));
    }
}
