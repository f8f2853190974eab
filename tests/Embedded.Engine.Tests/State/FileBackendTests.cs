using System.IO.Compression;
using System.Text;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Model.Diagnostics;

namespace Embedded.Engine.Tests.State;

public sealed class FileBackendTests : IDisposable
{
    private static readonly StackName _stack = new("prog", "golden");
    private readonly TempFolder _folder = new();
    private readonly FileBackend _backend;

    public FileBackendTests() => _backend = new(BackendPaths.Find(_folder.Path, _ => null), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Write_Twice_KeepsThePredecessorAndTheLayout()
    {
        await _backend.WriteAsync(_stack, "one"u8.ToArray(), default);
        await _backend.WriteAsync(_stack, "two"u8.ToArray(), default);

        Assert.Equal("two", File.ReadAllText(_folder[".pulumi/stacks/prog/golden.json"]));
        Assert.Equal("one", File.ReadAllText(_folder[".pulumi/stacks/prog/golden.json.bak"]));
        Assert.Equal("version: 1\n", File.ReadAllText(_folder[".pulumi/meta.yaml"]));
        Assert.Equal(2, Directory.GetFiles(_folder[".pulumi/stacks/prog"]).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(_folder[".pulumi/stacks/prog/golden.json"]));
    }

    [Fact]
    public async Task Read_PackedState_IsUnpackedAndReplacedOnWrite()
    {
        Directory.CreateDirectory(_folder[".pulumi/stacks/prog"]);
        await using (var file = File.Create(_folder[".pulumi/stacks/prog/golden.json.gz"]))
        await using (var packed = new GZipStream(file, CompressionLevel.Fastest))
            await packed.WriteAsync("plain"u8.ToArray());
        _folder.Write(".pulumi/stacks/prog/golden.json.gz.attrs", "{}");

        Assert.Equal(["golden"], _backend.ListStacks("prog"));
        Assert.Equal("plain",
            Encoding.UTF8.GetString(await FileBackend.ReadAsync(_backend.StateFile(_stack)!, default)));
        await _backend.WriteAsync(_stack, "new"u8.ToArray(), default);
        Assert.Equal(_folder[".pulumi/stacks/prog/golden.json"], _backend.StateFile(_stack));
        Assert.False(File.Exists(_folder[".pulumi/stacks/prog/golden.json.gz"]));
    }

    [Fact]
    public async Task Load_CutOffState_NamesFilePlaceAndTheNewestGoodCopyAndLeavesItAlone()
    {
        var good = File.ReadAllBytes(GoldenFiles.PathOf("stack.json"));
        await _backend.BackUpAsync(_stack, good, default);
        await _backend.WriteAsync(_stack, good[..^100], default);
        var path = _backend.StateFile(_stack)!;
        await _backend.BackUpAsync(_stack, good[..^50], default);

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => LoadAsync());

        var finding = Assert.Single(error.Diagnostics);
        Assert.Equal("RI5001", finding.Code);
        Assert.Equal(path, finding.Where);
        Assert.StartsWith("isn't valid JSON at line 1, byte ", finding.What);
        var copy = Directory.GetFiles(_backend.Paths.Backups(_stack)).Order(StringComparer.Ordinal).First();
        Assert.Contains($"restore it with: cp '{copy}' '{path}'", finding.Fix);
        Assert.Equal(good.Length - 100, new FileInfo(path).Length);
    }

    [Theory]
    [InlineData("\"magic\":\"ab", "\"magic\":\"ac", "magic")]
    [InlineData("\"id\":\"user:ann\",", "", null)]
    [InlineData("v1:B37RazkgowzAJHjA:txy", "v1:B37RazkgowzAJHjA:txz", "can't be decrypted")]
    [InlineData("\"parent\":\"urn:pulumi:golden::prog::pulumi", "\"parent\":\"urn:pulumi:golden::prog::nobody",
        "doesn't stand before it")]
    [InlineData("\"version\":3", "\"version\":4", "version 4")]
    public async Task Load_DamagedInOnePlace_SaysWhat(string old, string now, string? expected)
    {
        await _backend.WriteAsync(_stack, Encoding.UTF8.GetBytes(GoldenFiles.Text("stack.json").Replace(old, now)),
            default);

        if (expected is null)
        {
            Assert.Equal(6, (await LoadAsync()).Resources.Count);
            return;
        }

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => LoadAsync());
        Assert.Contains(expected, error.Message);
        Assert.Contains("No good copy was found", error.Message);
    }

    [Fact]
    public async Task Save_ManyAtOnce_EndsWithTheNewestAndSharesWrites()
    {
        var serializer = new CheckpointSerializer(null);
        var store = new SnapshotStore(_backend, _stack, serializer);
        var snapshot = Snapshot.Empty(null, TimeProvider.System);
        var saves = new List<Task>();
        for (var i = 0; i < 200; i++)
        {
            snapshot = snapshot with
            {
                Resources = snapshot.Resources.Add(new() { Urn = $"urn:{i}", Custom = false, Type = "t" }),
            };
            saves.Add(store.SaveAsync(snapshot, default));
        }

        await Task.WhenAll(saves);

        var document = CheckpointDocument.Parse(await FileBackend.ReadAsync(_backend.StateFile(_stack)!, default));
        Assert.Equal(200, serializer.Read(document).Resources.Count);
    }

    [Fact]
    public async Task Save_UnsoundSnapshot_IsRefusedAndTheFileStays()
    {
        var store = new SnapshotStore(_backend, _stack, new CheckpointSerializer(null));
        var sound = Snapshot.Empty(null, TimeProvider.System);
        await store.SaveAsync(sound, default);
        var state = new ResourceState { Urn = "urn:a", Custom = false, Type = "t", Parent = "urn:missing" };

        var error = await Assert.ThrowsAsync<DiagnosticException>(
            () => store.SaveAsync(sound with { Resources = [state] }, default));

        Assert.Contains("bug in RedisInfra", error.Message);
        Assert.DoesNotContain("urn:a", File.ReadAllText(_backend.StateFile(_stack)!));
    }

    [Fact]
    public async Task Remove_Stack_LeavesABackup()
    {
        await _backend.WriteAsync(_stack, "one"u8.ToArray(), default);
        await _backend.RemoveAsync(_stack, default);

        Assert.False(_backend.Exists(_stack));
        Assert.Equal("one", File.ReadAllText(Assert.Single(_backend.Copies(_stack))));
    }

    [Theory]
    [InlineData("s3://bucket")]
    [InlineData("https://api.pulumi.com")]
    public void Find_OtherBackends_AreRefused(string url) =>
        Assert.Contains("RI5008", Assert.Throws<DiagnosticException>(() => BackendPaths.Find("/x", _ => url)).Message);

    [Fact]
    public void Find_FileUrl_IsUsed() =>
        Assert.Equal("/srv/state/.pulumi", BackendPaths.Find("/x", _ => "file:///srv/state?no_tmp_dir=true").Root);

    private Task<Snapshot> LoadAsync() => new StateLoader(_backend, TimeProvider.System)
        .LoadAsync(_stack, (_, _) => Task.FromResult<ISecretsManager?>(GoldenFiles.Secrets), default);
}
