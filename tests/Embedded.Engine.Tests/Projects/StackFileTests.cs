using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Model.Diagnostics;

namespace Embedded.Engine.Tests.Projects;

public sealed class StackFileTests
{
    private static readonly ProjectFile _project = new(
        "/x/Pulumi.yaml", "prog", "", "dotnet", "", new Dictionary<string, ConfigValue>(),
            new Dictionary<string, string>());

    [Fact]
    public void Resolve_GoldenFile_DecryptsAndNamesTheSecretKeys()
    {
        var file = StackFile.Parse("Pulumi.golden.yaml", GoldenFiles.Text("Pulumi.golden.yaml"), "prog");

        var config = StackConfig.Resolve(_project, file, c => GoldenFiles.Secrets.Decrypt(c, "config"));

        Assert.Equal(GoldenFiles.Salt, file.Salt);
        Assert.Equal("s3cret \"quoted\" ü", config.Values["prog:password"]);
        Assert.Equal("3", config.Values["prog:shards"]);
        Assert.Equal(["prog:password"], config.SecretKeys);
    }

    [Fact]
    public void Resolve_TypedValuesAndObjects_ArriveAsPulumiPassesThem()
    {
        const string text = """
            config:
              prog:flag: true
              count: 3
              prog:ratio: 1.50
              prog:quoted: "007"
              kubernetes:namespace: default
              prog:redis:
                orders: { shards: 3, size: 1Gi, on: yes, off: false, none: ~, list: [1, "2"] }
                pass:
                  secure: abc
            """;
        var file = StackFile.Parse("f", text, "prog");

        var config = StackConfig.Resolve(_project, file, c => $"<{c}>");

        Assert.Equal("true", config.Values["prog:flag"]);
        Assert.Equal("3", config.Values["prog:count"]);
        Assert.Equal("1.50", config.Values["prog:ratio"]);
        Assert.Equal("007", config.Values["prog:quoted"]);
        Assert.Equal("default", config.Values["kubernetes:namespace"]);
        Assert.Equal(
            """{"orders":{"shards":3,"size":"1Gi","on":"yes","off":false,"none":null,"list":[1,"2"]},"pass":"<abc>"}""",
            config.Values["prog:redis"]);
        Assert.Equal(["prog:redis"], config.SecretKeys);
    }

    [Theory]
    [InlineData("config:\n  a: b\n c: d\n", "f:3:2", "RI1003")]
    [InlineData("config:\n  a: [1, 2\n", "f:3:1", "RI1003")]
    [InlineData("config:\n  a: \"b\n", "f:", "RI1003")]
    [InlineData("- a\n", "f:1:1", "RI1003")]
    [InlineData("config:\n  a: 1\n  a: 2\n", "f:3:3", "RI1003")]
    [InlineData("config:\n  a: 1\n  prog:a: 2\n", "f:3:3", "RI1009")]
    [InlineData("confg:\n  a: 1\n", "Did you mean config?", "RI1004")]
    [InlineData("config: 3\n", "f:1:9", "RI1007")]
    [InlineData("config:\n  a:b:c: 3\n", "f:2:3", "RI1008")]
    [InlineData("secretsprovider: awskms://x\n", "f:1:18", "RI1005")]
    [InlineData("environment:\n- x\n", "f:2:1", "RI1006")]
    public void Parse_Wrong_SaysWhere(string text, string where, string code)
    {
        var error = Assert.Throws<DiagnosticException>(() => StackFile.Parse("f", text, "prog"));

        Assert.Contains(code, error.Message);
        Assert.Contains(where, error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("config:\n")]
    [InlineData("config: {}\n")]
    public void Parse_Empty_HasNoConfig(string text) => Assert.Empty(StackFile.Parse("f", text, "prog").Config);

    [Fact]
    public void Resolve_SecretWithoutSalt_IsRefused()
    {
        var file = StackFile.Parse("f", "config:\n  a:\n    secure: v1:x:y\n", "prog");

        Assert.Contains("RI1010", Assert.Throws<DiagnosticException>(() => StackConfig.Resolve(_project, file, null))
            .Message);
    }

    [Fact]
    public void Load_ProjectFile_ReadsWhatMatters()
    {
        using var folder = new TempFolder();
        folder.Write("Pulumi.yaml", """
            name: redis-infra
            runtime: { name: dotnet, options: { binary: x } }
            main: stacks/S
            config:
              a: 1
              b: { type: integer, default: 7 }
              kubernetes:context: { value: lab }
              c: { type: string }
            plugins:
              providers:
                - name: redisinfra
                  path: infra/P
            """);

        var project = ProjectFile.Load(folder.Path);
        var config = StackConfig.Resolve(project, StackFile.Load(folder.Path, "dev", project.Name), null);

        Assert.Equal(("redis-infra", "dotnet", "stacks/S"), (project.Name, project.Runtime, project.Main));
        Assert.Equal("infra/P", project.ProviderPaths["redisinfra"]);
        Assert.Equal(
            ["kubernetes:context=lab", "redis-infra:a=1", "redis-infra:b=7"],
            config.Values.Select(v => $"{v.Key}={v.Value}").Order());
        Assert.Contains("RI1001", Assert.Throws<DiagnosticException>(() => ProjectFile.Load(folder["none"])).Message);
    }
}
