using System.Text;
using System.Text.Json.Nodes;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.State;

public sealed class GoldenStateTests
{
    [Fact]
    public void Write_UnchangedGoldenState_IsByteForByteTheSame()
    {
        var bytes = File.ReadAllBytes(GoldenFiles.PathOf("stack.json"));
        var serializer = new CheckpointSerializer(GoldenFiles.Secrets);

        var written = serializer.Write(serializer.Read(CheckpointDocument.Parse(bytes)), GoldenFiles.Stack);

        Assert.Equal(Encoding.UTF8.GetString(bytes).TrimEnd(), Encoding.UTF8.GetString(written));
    }

    [Fact]
    public void Read_GoldenState_DecryptsItsSecrets()
    {
        var snapshot = GoldenFiles.LoadSnapshot();

        var team = snapshot.Resources.Single(r => r.Type == "redisinfra:index:Team");
        Assert.Equal(new PropertyValue("s3cret \"quoted\" ü").WithSecret(true), team.Inputs["password"]);
        Assert.True(snapshot.Resources[0].Outputs["token"].IsSecret);
        var third = snapshot.Resources[^1];
        Assert.Equal(TimeSpan.FromMinutes(5), third.CustomTimeouts!.Create);
        Assert.True(third.Inputs["name"].IsSecret);
        Assert.Empty(SnapshotIntegrity.Check(snapshot));
    }

    [Fact]
    public void Write_OneChangedSecret_OnlyItsCiphertextDiffers()
    {
        var serializer = new CheckpointSerializer(GoldenFiles.Secrets);
        var snapshot = serializer.Read(CheckpointDocument.Parse(File.ReadAllBytes(GoldenFiles.PathOf("stack.json"))));
        var stack = snapshot.Resources[0];
        var outputs = stack.Outputs.SetItem("token", new PropertyValue("other").WithSecret(true));
        var changed = snapshot with { Resources = snapshot.Resources.SetItem(0, stack with { Outputs = outputs }) };

        var before = JsonNode.Parse(serializer.Write(snapshot, GoldenFiles.Stack))!;
        var after = JsonNode.Parse(serializer.Write(changed, GoldenFiles.Stack))!;

        var token = after["checkpoint"]!["latest"]!["resources"]![0]!["outputs"]!["token"]!;
        Assert.NotEqual(before["checkpoint"]!["latest"]!["resources"]![0]!["outputs"]!["token"]!.ToJsonString(),
            token.ToJsonString());
        Assert.Equal("\"other\"", GoldenFiles.Secrets.Decrypt(token["ciphertext"]!.GetValue<string>(), "test"));
        before["checkpoint"]!["latest"]!["resources"]![0]!["outputs"]!["token"] = token.DeepClone();
        Assert.True(JsonNode.DeepEquals(before, after));
    }

    [Fact]
    public void Export_WithShownSecrets_HasPlaintextInPlaceOfCiphertext()
    {
        var export = new CheckpointSerializer(GoldenFiles.Secrets)
            .Export(GoldenFiles.LoadSnapshot(), showSecrets: true);

        Assert.DoesNotContain("ciphertext", export);
        var resources = JsonNode.Parse(export)!["deployment"]!["resources"]!;
        Assert.Equal("\"s3cret \\\"quoted\\\" ü\"",
            resources[1]!["inputs"]!["password"]!["plaintext"]!.GetValue<string>());
    }

    [Fact]
    public void Export_ReadBack_IsTheSameSnapshot()
    {
        var serializer = new CheckpointSerializer(GoldenFiles.Secrets);
        var snapshot = GoldenFiles.LoadSnapshot();

        foreach (var show in new[] { true, false })
        {
            var back = serializer.Read(CheckpointDocument.Parse(Encoding.UTF8.GetBytes(serializer.Export(snapshot,
                show))));
            Assert.Equal(serializer.Export(snapshot, true), serializer.Export(back, true));
        }
    }
}
