using System.Text.Json;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// The lock of one stack, in Pulumi's form: a file of one's own in the stack's folder of locks, where any other file
/// means that somebody else is at work. A guard file, locked by the system, makes looking and writing one step among
/// our own processes; a second look afterwards notices a Pulumi CLI that came in between.
/// </summary>
internal sealed class StackLock : IDisposable
{
    private static readonly TimeSpan _guardWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _guardPause = TimeSpan.FromMilliseconds(20);
    private readonly string _path;

    private StackLock(string path, IReadOnlyList<string> warnings) => (_path, Warnings) = (path, warnings);

    /// <summary>What was taken over to get the lock, for the user.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <exception cref="DiagnosticException">Somebody else holds the stack.</exception>
    public static async Task<StackLock> TakeAsync(
        BackendPaths paths, StackName stack, TimeProvider clock, CancellationToken cancellationToken)
    {
        var folder = paths.Locks(stack);
        Directory.CreateDirectory(folder);
        using var guard = await GuardAsync(paths.LockGuard(stack), clock, cancellationToken);
        var warnings = new List<string>();
        foreach (var other in Others(folder, mine: null)) TakeOverOrRefuse(other, stack, warnings);

        var path = Path.Combine(folder, $"{Guid.NewGuid()}.json");
        var content = JsonSerializer.SerializeToUtf8Bytes(LockInfo.Mine(clock), CheckpointJson.Text);
        // By way of a file elsewhere: in this folder even a half-written one would count as a lock.
        var draft = Path.Combine(Path.GetDirectoryName(paths.LockGuard(stack))!, $".{Path.GetFileName(path)}");
        await DurableFile.WriteAsync(draft, content, previous: null, cancellationToken);
        File.Move(draft, path);
        try
        {
            foreach (var other in Others(folder, path)) TakeOverOrRefuse(other, stack, warnings);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        return new StackLock(path, warnings);
    }

    /// <summary>Removes every lock of the stack, whoever holds it, and says whose they were.</summary>
    public static IReadOnlyList<string> Break(BackendPaths paths, StackName stack)
    {
        var broken = new List<string>();
        foreach (var path in Others(paths.Locks(stack), mine: null))
        {
            broken.Add(Read(path)?.ToString() ?? Path.GetFileName(path));
            File.Delete(path);
        }

        return broken;
    }

    public void Dispose() => File.Delete(_path);

    private static IEnumerable<string> Others(string folder, string? mine) =>
        !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder)
                .Where(p => p != mine && !Path.GetFileName(p).StartsWith('.')
                    && !p.EndsWith(".attrs", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .ToList();

    private static void TakeOverOrRefuse(string path, StackName stack, List<string> warnings)
    {
        var holder = Read(path);
        if (holder is null && !File.Exists(path)) return;
        if (holder is not null && holder.Host == Environment.MachineName && ProcessIdentity.IsGone(holder))
        {
            File.Delete(path);
            warnings.Add($"the lock of {holder} was stale: that process no longer runs; took it over");
            return;
        }

        var what = holder is null ? $"is locked by {path}, which can't be read" : $"is locked by {holder}";
        throw new DiagnosticException(new Diagnostic(
            "RI5002", $"stack '{stack}'", what, "two updates at once would overwrite each other's state",
            $"Wait until it is done; if you are sure that it is not running, `redisinfra cancel --stack {stack}` "
            + $"removes the lock ({path})"));
    }

    private static LockInfo? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<LockInfo>(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<FileStream> GuardAsync(
        string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.GetElapsedTime(start) < _guardWait)
            {
                await Task.Delay(_guardPause, clock, cancellationToken);
            }
        }
    }
}
