using System.Text.Json.Nodes;
using Embedded.Engine.Tests.Deploy;

namespace Embedded.Engine.Tests.Commands;

public sealed class StackCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Init_Select_Unselect_Rm_Work()
    {
        Assert.Equal("Created stack 'one'\n", await _bench.DoAsync("stack init one"));
        await _bench.DoAsync("stack init two");
        Assert.Equal(2, await _bench.RunAsync("stack init one"));
        Assert.Contains("stack 'one' already exists", _bench.Error);
        Assert.Contains("Current stack is two:", await _bench.DoAsync("stack"));
        await _bench.DoAsync("stack select one");
        Assert.Contains("one*", await _bench.DoAsync("stack ls"));
        await _bench.DoAsync("stack unselect");
        Assert.Equal(2, await _bench.RunAsync("stack"));
        Assert.StartsWith(
            "error: RI6026 project \"prog\": no stack is selected, but it has dev, one, two. ", _bench.Error);
        Assert.Equal(2, await _bench.RunAsync("stack rm one"));
        await _bench.DoAsync("stack rm one --yes");
        Assert.DoesNotContain("one", await _bench.DoAsync("stack ls"));
        Assert.Equal(2, await _bench.RunAsync("stack select nobody"));
        Assert.Equal(2, await _bench.RunAsync("stack init bad/name/with/parts"));
    }

    [Fact]
    public async Task Ls_StackWithOnlyAFile_IsListed() =>
        Assert.Contains("n/a (only its file; up creates it)", await _bench.DoAsync("stack ls"));

    [Fact]
    public async Task Output_AllOneJsonAndSecrets_ArePrinted()
    {
        await DeployAsync();

        Assert.Contains("    echo    A3\n", await _bench.DoAsync("stack output"));
        Assert.Contains("[secret]", _bench.Out);
        Assert.Equal("A3\n", await _bench.DoAsync("stack output echo"));
        Assert.Equal("[secret]\n", await _bench.DoAsync("stack output token"));
        Assert.Equal("t0ken\n", await _bench.DoAsync("stack output token --show-secrets"));
        var all = JsonNode.Parse(await _bench.DoAsync("stack output --json --show-secrets"))!;
        Assert.Equal("t0ken", all["token"]!.GetValue<string>());
        Assert.Equal(2, await _bench.RunAsync("stack output nothing"));
        Assert.Contains("does not have output property 'nothing'; it has echo, token", _bench.Error);
    }

    [Fact]
    public async Task Export_ThenImport_IsTheSameStack()
    {
        await DeployAsync();
        var before = await _bench.DoAsync("stack export --show-secrets");
        Assert.Contains("\"plaintext\": \"\\\"t0ken\\\"\"", before);
        Assert.DoesNotContain("t0ken", await _bench.DoAsync("stack export"));
        var file = _bench.Folder["export.json"];
        await _bench.DoAsync($"stack export --file {file}");

        File.Delete(_bench.Folder[".pulumi/stacks/prog/dev.json"]);
        Assert.Equal("Import complete.\n", await _bench.DoAsync($"stack import --stack dev --file {file}"));

        var after = await _bench.DoAsync("stack export --show-secrets");
        Assert.Equal(Resources(before), Resources(after));
        await _bench.DoAsync("up --yes --expect-no-changes");
    }

    [Theory]
    [InlineData("{", "isn't valid JSON")]
    [InlineData("{\"version\":2}", "version 2")]
    public async Task Import_Wrong_IsRefused(string input, string expected)
    {
        await DeployAsync();
        var before = _bench.State;

        Assert.Equal(2, await _bench.RunAsync("stack import", input));

        Assert.Contains(expected, _bench.Error);
        Assert.Equal(before, _bench.State);
    }

    [Fact]
    public async Task Import_AnotherStacksState_NeedsForce()
    {
        await DeployAsync();
        var export = (await _bench.DoAsync("stack export")).Replace("urn:pulumi:dev::", "urn:pulumi:prod::");

        Assert.Equal(2, await _bench.RunAsync("stack import", export));
        Assert.Contains("is of another stack", _bench.Error);
        await _bench.DoAsync("stack import --force", export);
    }

    [Fact]
    public async Task Rm_StackWithResources_IsRefused()
    {
        await DeployAsync();

        Assert.Equal(2, await _bench.RunAsync("stack rm --yes"));

        Assert.Contains("'dev' still has resources", _bench.Error);
    }

    private async Task DeployAsync()
    {
        _bench.Outputs = () =>
        {
            var thing = new Thing("a", new ThingArgs { Name = "a", Value = "a3" });
            return new() { ["echo"] = thing.Echo, ["token"] = thing.Token };
        };
        await _bench.DoAsync("up --stack dev --yes");
    }

    private static string Resources(string export) =>
        JsonNode.Parse(export)!["deployment"]!["resources"]!.ToJsonString();
}
