using System.Runtime.InteropServices;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// Writes whole files so that a crash at any moment leaves the old content or the new one, never a part.
/// </summary>
internal static class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Temporary file, fsync, rename, fsync of the folder. With <paramref name="previous"/> the old file stays there.
    /// </summary>
    public static async Task WriteAsync(
        string path, ReadOnlyMemory<byte> content, string? previous, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            await WriteNewAsync(temporary, content, cancellationToken);
            if (previous is not null && File.Exists(path)) KeepAs(path, previous);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        SyncFolder(folder);
    }

    private static async Task WriteNewAsync(
        string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        await using var stream = new FileStream(path, options);
        await stream.WriteAsync(content, cancellationToken);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>
    /// A second name for the old content where the file system has hard links: the current name is never missing.
    /// </summary>
    private static void KeepAs(string path, string previous)
    {
        File.Delete(previous);
        if (OperatingSystem.IsWindows() || Native.Link(path, previous) != 0) File.Copy(path, previous, overwrite: true);
    }

    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Native.Open(folder, 0);
        if (handle < 0) return;
        _ = Native.FSync(handle);
        _ = Native.Close(handle);
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "link", SetLastError = true)]
        public static extern int Link(
            [MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        public static extern int FSync(int handle);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        public static extern int Close(int handle);
    }
}
