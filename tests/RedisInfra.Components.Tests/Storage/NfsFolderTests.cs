using System.Diagnostics;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Tests.Storage;

/// <summary>The script of the init container, run by this machine's sh.</summary>
public sealed class NfsFolderTests : IDisposable
{
    private readonly string _export = Directory.CreateTempSubdirectory("redisinfra-export-").FullName;

    public void Dispose() => Directory.Delete(_export, recursive: true);

    [Fact]
    public void Script_NoFolder_MakesItAndLeavesNothingElse()
    {
        Assert.Equal((0, ""), Run("cache-0"));
        Assert.Equal((0, ""), Run("cache-0"));

        Assert.Equal([Path.Combine(_export, "cache-0")], Directory.GetFileSystemEntries(_export));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_export, "cache-0")));
    }

    [Fact]
    public void Script_ExportOfItsOwn_TouchesNothing()
    {
        File.WriteAllText(Path.Combine(_export, "dump.rdb"), "kept");

        Assert.Equal((0, ""), Run(""));

        Assert.Equal([Path.Combine(_export, "dump.rdb")], Directory.GetFileSystemEntries(_export));
    }

    [Fact]
    public void Script_FolderCannotBe_SaysWhoCannotWriteWhere()
    {
        File.WriteAllText(Path.Combine(_export, "cache-0"), "");

        var (exit, said) = Run("cache-0");

        Assert.Equal(1, exit);
        Assert.StartsWith("RI2611 user 999 can not write nfs.example:/export/cache-0 (mkdir: ", said);
    }

    [Fact]
    public void Script_NoExport_SaysSo()
    {
        var (exit, said) = Run("", mount: Path.Combine(_export, "missing"));

        Assert.Equal(1, exit);
        Assert.StartsWith("RI2611 user 999 can not write nfs.example:/export (", said);
    }

    [Theory]
    [InlineData("mkdir: cannot create: Read-only file system", 1, "RI2612 nfs.example:/export/cache-0 is read-only")]
    [InlineData("mkdir: cannot create: No space left on device", 0, "RI2613 nfs.example:/export/cache-0 is full")]
    [InlineData("mkdir: cannot create: Disk quota exceeded", 0, "RI2613 nfs.example:/export/cache-0 is full")]
    public void Script_ServersReasons_AreTold(string reason, int code, string told)
    {
        var (exit, said) = Run("cache-0", before: $"mkdir() {{ echo '{reason}'; return 1; }}\n");

        Assert.Equal(code, exit);
        Assert.StartsWith(told, said);
    }

    private (int Exit, string Said) Run(string folder, string? mount = null, string before = "")
    {
        var start = new ProcessStartInfo("sh", ["-c", before + NfsFolder.Script]) { RedirectStandardError = true };
        start.Environment["POD_NAME"] = "cache-0";
        start.Environment["NFS_MOUNT"] = mount ?? _export;
        start.Environment["NFS_PLACE"] = "nfs.example:/export";
        start.Environment["NFS_FOLDER"] = folder;
        start.Environment["NFS_USER"] = "999";
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
