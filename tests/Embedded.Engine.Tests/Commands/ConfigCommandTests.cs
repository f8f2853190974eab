using System.Text.Json.Nodes;

namespace Embedded.Engine.Tests.Commands;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private string Text => File.ReadAllText(_bench.Folder["Pulumi.dev.yaml"]);

    [Fact]
    public async Task Set_Get_Rm_ChangeOnlyWhatTheyShould()
    {
        await _bench.DoAsync("config set name orders");
        Assert.Equal("config:\n  prog:size: 3 # of the thing\n  prog:name: orders\n", Text);
        Assert.Equal("orders\n", await _bench.DoAsync("config get name"));
        Assert.Equal("3\n", await _bench.DoAsync("config get prog:size --stack dev"));
        await _bench.DoAsync("config rm name");
        Assert.Equal("config:\n  prog:size: 3 # of the thing\n", Text);
        Assert.Equal(2, await _bench.RunAsync("config rm name"));
        Assert.Equal(2, await _bench.RunAsync("config get name"));
        Assert.Contains("configuration key 'name' not found for stack 'dev'", _bench.Error);
    }

    [Fact]
    public async Task Set_Path_ReachesIntoObjects()
    {
        await _bench.DoAsync("config set --path redis.orders.shards 3");
        await _bench.DoAsync("config set --path redis.orders.name x");
        await _bench.DoAsync("config set --path --secret redis.orders.password hunter22");

        Assert.Contains("prog:redis: { orders: { shards: 3, name: x, password: { secure: v1:", Text);
        Assert.Equal("3\n", await _bench.DoAsync("config get --path redis.orders.shards"));
        Assert.Equal("hunter22\n", await _bench.DoAsync("config get --path redis.orders.password"));
        Assert.Contains(
            "redis  {\"orders\":{\"shards\":3,\"name\":\"x\",\"password\":\"[secret]\"}}",
            await _bench.DoAsync("config"));
        Assert.DoesNotContain("hunter22", Text);
    }

    [Fact]
    public async Task Set_Secret_WritesTheSaltAndShowsNothing()
    {
        await _bench.DoAsync("config set password --secret", input: "hunter22\n");

        Assert.StartsWith("encryptionsalt: v1:", Text);
        Assert.Contains("  prog:password:\n    secure: v1:", Text);
        Assert.Contains("  prog:size: 3 # of the thing\n", Text);
        Assert.Contains("password  [secret]", await _bench.DoAsync("config ls"));
        Assert.Contains("password  hunter22", await _bench.DoAsync("config ls --show-secrets"));
        var json = JsonNode.Parse(await _bench.DoAsync("config --json"))!;
        Assert.True(json["prog:password"]!["secret"]!.GetValue<bool>());
        Assert.Null(json["prog:password"]!["value"]);
    }

    [Fact]
    public async Task Set_SecretInClear_IsRefusedUnlessSaidSo()
    {
        Assert.Equal(2, await _bench.RunAsync("config set password hunter22"));
        Assert.Contains("looks like a secret", _bench.Error);
        await _bench.DoAsync("config set password hunter22 --plaintext");
        Assert.Contains("prog:password: hunter22\n", Text);
    }

    [Fact]
    public async Task Set_StackWithoutFile_MakesTheFile()
    {
        await _bench.DoAsync("stack init other");
        await _bench.DoAsync("config set a 1 --stack other");

        Assert.Equal("config:\n  prog:a: \"1\"\n", File.ReadAllText(_bench.Folder["Pulumi.other.yaml"]));
    }
}
