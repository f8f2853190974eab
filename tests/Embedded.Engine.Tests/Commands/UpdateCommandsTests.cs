using System.Text.Json;
using System.Text.Json.Nodes;
using Embedded.Engine.Tests.Deploy;
using Pulumi;
using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.Commands;

public sealed class UpdateCommandsTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public UpdateCommandsTests() => _bench.Program = () =>
    {
        var config = new Config();
        _ = new Thing("a", new ThingArgs { Name = "a", Value = config.Require("size") });
    };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Up_NewStackWithAFile_IsCreatedDeployedAndSelected()
    {
        var text = await _bench.DoAsync("up --stack dev --yes");

        Assert.StartsWith("Created stack 'dev'\nPreviewing update (dev):\n", text);
        Assert.Contains(" +  fake:index:Thing a create \n", text);
        Assert.Contains(" +  fake:index:Thing a created (", text);
        Assert.Contains("Resources:\n    + 2 created\n\nDuration: ", text);
        Assert.Equal("3", FakeCloud.Text(_bench.Cloud.Objects["a"], "value"));
        Assert.Equal(GoldenLayout, Files());
        await _bench.DoAsync("stack ls");
        Assert.Contains("dev*", _bench.Out);
    }

    [Fact]
    public async Task Up_Again_ChangesNothing()
    {
        await _bench.DoAsync("up --stack dev --yes");
        var before = _bench.State;

        var text = await _bench.DoAsync("up --yes --expect-no-changes");

        Assert.Contains("Resources:\n    2 unchanged\n", text);
        Assert.Equal(before, _bench.State);
    }

    [Fact]
    public async Task Preview_NewStack_WritesNothing()
    {
        var text = await _bench.DoAsync("preview --stack dev --diff");

        Assert.Contains("+ fake:index:Thing: (create)\n", text);
        Assert.Contains("name : \"a\"\n", text);
        Assert.Contains("value: \"3\"\n", text);
        Assert.False(Directory.Exists(_bench.Folder[".pulumi/stacks"]));
        Assert.Empty(_bench.Cloud.Objects);
    }

    [Fact]
    public async Task Up_NotATerminalAndNoYes_IsRefused()
    {
        foreach (var verb in new[] { "up", "destroy", "refresh" })
        {
            Assert.Equal(2, await _bench.RunAsync($"{verb} --stack dev"));
            Assert.Contains(verb == "up"
                ? "error: --yes must be passed in to proceed when running in non-interactive mode"
                : "RI6025 stack \"dev\": no stack of this name was made", _bench.Error);
        }

        Assert.Empty(_bench.Cloud.Calls);
    }

    [Fact]
    public async Task Up_UnknownStack_NamesTheKnownOnes()
    {
        Assert.Equal(2, await _bench.RunAsync("up --stack dve --yes"));

        Assert.Equal(
            "error: RI6025 stack \"dve\": no stack of this name was made, but the project has dev. "
            + $"Did you mean \"dev\"? `redisinfra stack init dve` makes it.{Environment.NewLine}",
            _bench.Error);
    }

    [Fact]
    public async Task Up_WrongYaml_IsRefusedWithItsPlace()
    {
        var path = _bench.Folder.Write("Pulumi.dev.yaml", "config:\n  a: b\n c: d\n");

        Assert.Equal(2, await _bench.RunAsync("up --stack dev --yes"));

        Assert.StartsWith($"error: RI1003 {path}:3:2: is not valid YAML", _bench.Error);
    }

    [Fact]
    public async Task Up_WrongPassphrase_IsRefused()
    {
        await _bench.DoAsync("up --stack dev --yes");
        _bench.Variables[PassphraseSource.TextVariable] = "other";

        Assert.Equal(2, await _bench.RunAsync("up --yes"));
        Assert.Contains("RI5005", _bench.Error);
    }

    [Fact]
    public async Task Up_CorruptState_IsRefusedAndLeftAlone()
    {
        await _bench.DoAsync("up --stack dev --yes");
        _bench.Folder.Write(".pulumi/stacks/prog/dev.json", _bench.State[..^50]);
        var damaged = _bench.State;

        Assert.Equal(2, await _bench.RunAsync("up --yes"));

        Assert.Contains("RI5001", _bench.Error);
        Assert.Contains("restore it with: cp ", _bench.Error);
        Assert.Equal(damaged, _bench.State);
    }

    [Fact]
    public async Task Up_LockedByAnother_SaysWho()
    {
        await _bench.DoAsync("up --stack dev --yes");
        var lockInfo = new LockInfo(Environment.ProcessId, "bea", Environment.MachineName,
            TimeProvider.System.GetUtcNow(),
            ProcessIdentity.Of(Environment.ProcessId));
        _bench.Folder.Write(".pulumi/locks/organization/prog/dev/x.json", JsonSerializer.Serialize(lockInfo));

        Assert.Equal(2, await _bench.RunAsync("up --yes"));
        Assert.Contains($"is locked by process {Environment.ProcessId} of bea", _bench.Error);
        await _bench.DoAsync("preview");

        await _bench.DoAsync("cancel --yes");
        Assert.Contains($"Removed the lock of process {Environment.ProcessId} of bea", _bench.Out);
        await _bench.DoAsync("up --yes");
    }

    [Fact]
    public async Task Up_FailingProvider_Exits1AndSaysWhy()
    {
        _bench.Program = () => throw new InvalidOperationException("no such thing");

        Assert.Equal(1, await _bench.RunAsync("up --stack dev --yes"));
        Assert.Contains("no such thing", _bench.All);
        Assert.Contains("Diagnostics:\n", _bench.Out);
        Assert.Contains("    error: preview failed\n", _bench.Out);
    }

    [Fact]
    public async Task Up_Cancelled_SaysSoAndLeavesNoLock()
    {
        using var stop = new CancellationTokenSource();
        _bench.Program = () =>
        {
            _ = new Thing("a", new ThingArgs { Name = "a" });
            stop.Cancel();
        };

        Assert.Equal(1, await _bench.RunAsync("up --stack dev --yes --skip-preview", token: stop.Token));

        Assert.Contains("error: update canceled", _bench.Out);
        Assert.Empty(Directory.GetFiles(_bench.Folder[".pulumi/locks/organization/prog/dev"]));
        _bench.Program = () => _ = new Thing("a", new ThingArgs { Name = "a" });
        await _bench.DoAsync("up --stack dev --yes");
        Assert.Equal(["a"], _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task Up_SecretConfig_IsNeverShownNorStored()
    {
        await _bench.DoAsync("config set --stack dev --secret password s3cret-text");
        _bench.Program = () =>
        {
            var password = new Config().RequireSecret("password");
            var thing = new Thing("a", new ThingArgs { Name = "a", Value = password });
            _ = thing.Echo.Apply<string?>((Func<string?, string?>)(_ =>
                throw new InvalidOperationException("login with s3cret-text failed")));
        };

        Assert.Equal(1, await _bench.RunAsync("up --stack dev --yes --diff"));

        Assert.Contains("value: [secret]", _bench.Out);
        Assert.Contains("login with [secret] failed", _bench.All);
        Assert.DoesNotContain("s3cret-text", _bench.All);
        Assert.DoesNotContain("s3cret-text", string.Concat(Directory.EnumerateFiles(
            _bench.Folder.Path, "*", SearchOption.AllDirectories).Select(File.ReadAllText)));
    }

    [Fact]
    public async Task Up_Json_IsOneDocument()
    {
        var document = JsonNode.Parse(await _bench.DoAsync("up --stack dev --yes --json"))!;

        Assert.Equal("succeeded", document["result"]!.GetValue<string>());
        Assert.False(document["preview"]!.GetValue<bool>());
        Assert.Equal(2, document["changeSummary"]!["create"]!.GetValue<int>());
    }

    [Fact]
    public async Task Up_ExpectNoChangesAndThereAreSome_Exits1()
    {
        Assert.Equal(1, await _bench.RunAsync("preview --stack dev --expect-no-changes"));
        Assert.Contains("error: no changes were expected but changes occurred", _bench.Error);
    }

    [Fact]
    public async Task Up_Target_LeavesTheOthers()
    {
        _bench.Program = () =>
        {
            _ = new Thing("a", new ThingArgs { Name = "a" });
            _ = new Thing("b", new ThingArgs { Name = "b" });
        };

        await _bench.DoAsync("up --stack dev --yes --target **::a");

        Assert.Equal(["a"], _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task BeforeDeploy_MayAddConfig_FilesWin()
    {
        _bench.BeforeDeploy = (run, _) =>
        {
            Assert.Equal(("up", "dev", true), (run.Operation, run.Stack, run.Yes));
            run.ConfigDefaults["prog:size"] = "9";
            run.ConfigDefaults["prog:image"] = "lab/redis";
            run.Tell("made ready");
            return Task.CompletedTask;
        };
        _bench.Program = () => _ = new Thing("a", new ThingArgs
        {
            Name = "a", Value = new Config().Require("size"), Other = new Config().Require("image"),
        });

        Assert.StartsWith("made ready\n", await _bench.DoAsync("up --stack dev --yes"));
        Assert.Equal("3", FakeCloud.Text(_bench.Cloud.Objects["a"], "value"));
        Assert.Equal("lab/redis", FakeCloud.Text(_bench.Cloud.Objects["a"], "other"));
    }

    [Fact]
    public async Task Up_NoPassphraseAnywhere_UsesTheMachinesAndLeavesTheStackFile()
    {
        _bench.Variables.Clear();
        var file = File.ReadAllText(_bench.Folder["Pulumi.dev.yaml"]);

        await _bench.DoAsync("up --stack dev --yes");

        Assert.Contains("Made a passphrase for this machine's stacks", _bench.Error);
        Assert.Equal(file, File.ReadAllText(_bench.Folder["Pulumi.dev.yaml"]));
        await _bench.DoAsync("up --yes --expect-no-changes");
        Assert.Equal("", _bench.Error);
    }

    [Fact]
    public async Task Refresh_ChangedOutside_IsTakenUp()
    {
        await _bench.DoAsync("up --stack dev --yes");
        _bench.Cloud.Remove("a");

        var text = await _bench.DoAsync("refresh --yes");

        Assert.Contains("Refreshing (dev):", text);
        Assert.Contains(" -  fake:index:Thing a deleted ", text);
        Assert.Contains("    - 1 deleted\n", text);
        Assert.DoesNotContain("fake:index:Thing::a", _bench.State);
    }

    [Fact]
    public async Task Destroy_Stack_DeletesAllAndSaysWhatIsLeft()
    {
        await _bench.DoAsync("up --stack dev --yes");

        var text = await _bench.DoAsync("destroy --yes");

        Assert.Contains("Destroying (dev):", text);
        Assert.Contains("Resources:\n    - 2 deleted\n", text);
        Assert.Contains("run `redisinfra stack rm dev`", text);
        Assert.Empty(_bench.Cloud.Objects);
        await _bench.DoAsync("stack rm dev --yes --preserve-config");
        Assert.False(File.Exists(_bench.Folder[".pulumi/stacks/prog/dev.json"]));
        Assert.True(File.Exists(_bench.Folder["Pulumi.dev.yaml"]));
    }

    [Fact]
    public async Task Destroy_Remove_LeavesNoStack()
    {
        await _bench.DoAsync("up --stack dev --yes");

        await _bench.DoAsync("destroy --yes --remove");

        Assert.False(File.Exists(_bench.Folder[".pulumi/stacks/prog/dev.json"]));
        Assert.Equal(2, await _bench.RunAsync("stack output --stack dev"));
    }

    [Fact]
    public async Task Import_ExistingObject_IsInTheState()
    {
        await _bench.DoAsync("up --stack dev --yes");
        _bench.Cloud.Apply("b", _bench.Cloud.Objects["a"]);

        await _bench.DoAsync("import fake:index:Thing b b --yes");

        Assert.Contains("\"id\":\"b\"", _bench.State);
        Assert.Contains("\"protect\":true", _bench.State);
    }

    private static string[] GoldenLayout =>
    [
        ".pulumi/backups/prog/dev/dev.N.json", ".pulumi/history/prog/dev/dev-N.checkpoint.json",
        ".pulumi/history/prog/dev/dev-N.history.json", ".pulumi/locks/.organization.prog.dev.guard",
        ".pulumi/meta.yaml",
        ".pulumi/stacks/prog/dev.json", ".pulumi/stacks/prog/dev.json.bak", ".pulumi/workspaces/prog.json",
    ];

    private IEnumerable<string> Files() => Directory
        .EnumerateFiles(_bench.Folder[".pulumi"], "*", SearchOption.AllDirectories)
        .Select(p => Path.GetRelativePath(_bench.Folder.Path, p))
        .Select(p => System.Text.RegularExpressions.Regex.Replace(p, "[0-9]{19}", "N")).Order(StringComparer.Ordinal);
}
