using RedisInfra.Embedded.Engine.Projects;

namespace Embedded.Engine.Tests.Projects;

public sealed class StackFileEditorTests
{
    private const string Text = """
        # who owns this: the platform team
        encryptionsalt: v1:a:v1:b:c

        config:
          # how many
          prog:shards: "3" # odd is fine

          prog:redis:
            orders:
              topology: cluster  # the usual
              storage: { claims: { size: 1Gi } }
            # spare: none
          list:
            - a
            - b
          flow: [1, 2]

        """;

    [Theory]
    [InlineData("prog:shards", "7", "prog:shards: \"3\" # odd", "prog:shards: 7 # odd")]
    [InlineData("redis.orders.topology", "x", "topology: cluster  # the", "topology: x  # the")]
    [InlineData("redis.orders.storage.claims.size", "2Gi", "size: 1Gi }", "size: 2Gi }")]
    [InlineData("redis.orders.storage.claims.onDelete", "keep", "size: 1Gi } }", "size: 1Gi, onDelete: keep } }")]
    [InlineData("list[1]", "c", "- b", "- c")]
    [InlineData("list[2]", "c", "- b\n", "- b\n    - c\n")]
    [InlineData("flow[2]", "3", "[1, 2]", "[1, 2, 3]")]
    [InlineData("flow", "{ a: b }", "flow: [1, 2]", "flow: { a: b }")]
    [InlineData("prog:new.a.b", "1", "  flow: [1, 2]\n", "  flow: [1, 2]\n  prog:new: { a: { b: 1 } }\n")]
    [InlineData("redis.orders.shards", "3", "size: 1Gi } }\n", "size: 1Gi } }\n      shards: 3\n")]
    public void Set_OneValue_ChangesNothingElse(string path, string value, string old, string now)
    {
        var file = StackFile.Parse("f", Text, "prog");

        var edited = StackFileEditor.Set(file, "prog", ConfigPath.Parse(path, "prog"), value);

        Assert.Equal(Text.Replace(old, now), edited.Text);
    }

    [Theory]
    [InlineData("prog:shards", "  prog:shards: \"3\" # odd is fine\n", "")]
    [InlineData("redis.orders.topology", "      topology: cluster  # the usual\n", "")]
    [InlineData("redis.orders.storage.claims.size", "{ size: 1Gi }", "{}")]
    [InlineData("list[0]", "    - a\n", "")]
    [InlineData("flow[0]", "[1, 2]", "[2]")]
    [InlineData("flow[1]", "[1, 2]", "[1]")]
    public void Remove_OneValue_ChangesNothingElse(string path, string old, string now)
    {
        var edited = StackFileEditor.Remove(StackFile.Parse("f", Text, "prog"), "prog", ConfigPath.Parse(path, "prog"));

        Assert.Equal(Text.Replace(old, now), edited!.Text);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("redis.orders.nothing.more")]
    [InlineData("list[9]")]
    public void Remove_Absent_IsNull(string path) =>
        Assert.Null(StackFileEditor.Remove(StackFile.Parse("f", Text, "prog"), "prog", ConfigPath.Parse(path, "prog")));

    [Theory]
    [InlineData("")]
    [InlineData("config:\n")]
    [InlineData("config: {}\n")]
    [InlineData("# only a comment\n")]
    [InlineData("encryptionsalt: v1:a:v1:b:c\n")]
    public void Set_FileWithoutValues_HoldsItThen(string text)
    {
        var path = ConfigPath.OfKey("a", "prog");

        var edited = StackFileEditor.Set(StackFile.Parse("f", text, "prog"), "prog", path,
            YamlScalarText.Of("no: \"1\"\n#x"));

        Assert.Equal("no: \"1\"\n#x", edited.Config["prog:a"].Text(c => c));
        Assert.Contains(text.Split('\n')[0].Split('{')[0].Trim(), edited.Text);
    }

    [Fact]
    public void Set_Secret_AndBack_ReplacesTheWholeValue()
    {
        var path = ConfigPath.OfKey("redis", "prog");
        var file = StackFile.Parse("f", Text, "prog");

        var secret = StackFileEditor.Set(file, "prog", path, StackFileEditor.Secure("v1:x:y", nested: false));
        var plain = StackFileEditor.Set(secret, "prog", path, "p");
        var added = StackFileEditor.Set(plain, "prog", ConfigPath.OfKey("s", "prog"),
            StackFileEditor.Secure("v1:q:r", false));

        Assert.Contains("  prog:redis:\n    secure: v1:x:y\n    # spare: none\n", secret.Text);
        Assert.True(secret.Config["prog:redis"].IsSecret);
        Assert.Contains("  prog:redis: p\n    # spare: none\n", plain.Text);
        Assert.Contains("  prog:s:\n    secure: v1:q:r\n", added.Text);
    }

    [Fact]
    public void SetSalt_OldOrNone_StandsFirst()
    {
        Assert.StartsWith("# who owns this: the platform team\nencryptionsalt: new\n",
            StackFileEditor.SetSalt(StackFile.Parse("f", Text, "prog"), "prog", "new").Text);
        Assert.Equal("encryptionsalt: new\nconfig:\n  a: 1\n",
            StackFileEditor.SetSalt(StackFile.Parse("f", "config:\n  a: 1\n", "prog"), "prog", "new").Text);
    }

    [Fact]
    public void Set_ThroughAnAlias_IsRefused()
    {
        var file = StackFile.Parse("f", "config:\n  a: &x { k: 1 }\n  b: *x\n", "prog");

        Assert.Throws<FormatException>(() => StackFileEditor.Set(file, "prog", ConfigPath.Parse("b.k", "prog"), "2"));
    }

    [Theory]
    [InlineData("a.b[0]", "prog:a", "b", "0")]
    [InlineData("ns:a[\"x.y\"].z", "ns:a", "x.y", "z")]
    public void Path_Parsed_HasItsSteps(string text, string key, params string[] steps)
    {
        var path = ConfigPath.Parse(text, "prog");

        Assert.Equal(key, path.Key);
        Assert.Equal(steps, path.Steps);
    }
}
