using System.IO.Compression;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>State files in the layout that <c>pulumi login file://.</c> uses. Knows files, not their content.</summary>
internal sealed class FileBackend(BackendPaths paths, TimeProvider clock)
{
    private const string MetaText = "version: 1\n";

    public BackendPaths Paths => paths;

    public IReadOnlyList<string> ListStacks(string project)
    {
        var folder = paths.Stacks(project);
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()
            .Where(f => !f.StartsWith('.'))
            .Select(f => f.EndsWith(".json.gz", StringComparison.Ordinal) ? f[..^".json.gz".Length]
                : f.EndsWith(".json", StringComparison.Ordinal) ? f[..^".json".Length] : null)
            .OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
    }

    public bool Exists(StackName stack) => StateFile(stack) is not null;

    /// <summary>The file that holds the state now: plain, or packed as a Pulumi CLI may have left it.</summary>
    public string? StateFile(StackName stack)
    {
        var path = paths.State(stack);
        return File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;
    }

    public DateTimeOffset? ModifiedAt(StackName stack) =>
        StateFile(stack) is { } path ? File.GetLastWriteTimeUtc(path) : null;

    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var content = await File.ReadAllBytesAsync(path, cancellationToken);
        if (content is not [0x1f, 0x8b, ..]) return content;
        using var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await packed.CopyToAsync(plain, cancellationToken);
        return plain.ToArray();
    }

    public async Task WriteAsync(StackName stack, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (!File.Exists(paths.Meta))
            await DurableFile.WriteAsync(paths.Meta, System.Text.Encoding.UTF8.GetBytes(MetaText), null,
                cancellationToken);
        var path = paths.State(stack);
        await DurableFile.WriteAsync(path, content, paths.Previous(stack), cancellationToken);
        if (File.Exists(path + ".gz")) File.Move(path + ".gz", paths.Previous(stack) + ".gz", overwrite: true);
    }

    /// <summary>
    /// A copy that no later write touches. Called at the end of every operation that changed something.
    /// </summary>
    public Task BackUpAsync(StackName stack, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var name = $"{stack.Name}.{StateTime.UnixNanoseconds(clock.GetUtcNow())}.json";
        return DurableFile.WriteAsync(Path.Combine(paths.Backups(stack), name), content, null, cancellationToken);
    }

    /// <summary>Copies that may still be good, the newest first.</summary>
    public IReadOnlyList<string> Copies(StackName stack)
    {
        var folder = paths.Backups(stack);
        var backups = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"{stack.Name}.*.json*")
                .Where(p => !p.EndsWith(".attrs", StringComparison.Ordinal))
            : [];
        return backups.Append(paths.Previous(stack)).Where(File.Exists)
            .OrderByDescending(File.GetLastWriteTimeUtc).ToList();
    }

    public async Task AddHistoryAsync(
        StackName stack, ReadOnlyMemory<byte> update, ReadOnlyMemory<byte> checkpoint,
        CancellationToken cancellationToken)
    {
        var prefix = Path.Combine(
            paths.History(stack), $"{stack.Name}-{StateTime.UnixNanoseconds(clock.GetUtcNow())}");
        await DurableFile.WriteAsync($"{prefix}.history.json", update, null, cancellationToken);
        await DurableFile.WriteAsync($"{prefix}.checkpoint.json", checkpoint, null, cancellationToken);
    }

    /// <summary>Forgets a stack. What it leaves is the backup, as with Pulumi.</summary>
    public async Task RemoveAsync(StackName stack, CancellationToken cancellationToken)
    {
        if (StateFile(stack) is not { } path) return;
        await BackUpAsync(stack, await ReadAsync(path, cancellationToken), cancellationToken);
        File.Delete(path);
        File.Delete(path + ".attrs");
        File.Delete(paths.Previous(stack));
        if (Directory.Exists(paths.History(stack))) Directory.Delete(paths.History(stack), recursive: true);
    }

    public Task<StackLock> LockAsync(StackName stack, CancellationToken cancellationToken) =>
        StackLock.TakeAsync(paths, stack, clock, cancellationToken);
}
