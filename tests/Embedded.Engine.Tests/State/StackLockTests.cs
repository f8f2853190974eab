using System.Diagnostics;
using System.Text.Json;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Model.Diagnostics;

namespace Embedded.Engine.Tests.State;

public sealed class StackLockTests : IDisposable
{
    private static readonly StackName _stack = new("prog", "dev");
    private readonly TempFolder _folder = new();
    private readonly FileBackend _backend;
    private readonly string _locks;

    public StackLockTests()
    {
        _backend = new(BackendPaths.Find(_folder.Path, _ => null), TimeProvider.System);
        _locks = _folder[".pulumi/locks/organization/prog/dev"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Take_Held_SaysWhoHoldsItAndLeavesItsLock()
    {
        using var held = await _backend.LockAsync(_stack, default);

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => _backend.LockAsync(_stack, default));

        Assert.Contains($"process {Environment.ProcessId} of {Environment.UserName} on {Environment.MachineName} "
            + $"since ", error.Message);
        Assert.Contains("redisinfra cancel --stack dev", error.Message);
        Assert.Single(Directory.GetFiles(_locks));
    }

    [Fact]
    public async Task Take_Released_LeavesNothingInTheFolder()
    {
        (await _backend.LockAsync(_stack, default)).Dispose();

        Assert.Empty(Directory.GetFiles(_locks));
        using var again = await _backend.LockAsync(_stack, default);
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public async Task Take_ManyAtOnce_OneGetsIt()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await _backend.LockAsync(_stack, default);
            }
            catch (DiagnosticException)
            {
                return null;
            }
        })));

        Assert.Single(tries, l => l is not null);
        Assert.Single(Directory.GetFiles(_locks));
    }

    [Fact]
    public async Task Take_HolderIsGone_IsTakenOverWithAWarning()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/true"))!;
        await process.WaitForExitAsync();
        WriteLock(new LockInfo(process.Id, "ann", Environment.MachineName,
            TimeProvider.System.GetUtcNow().AddMinutes(-5)));

        using var taken = await _backend.LockAsync(_stack, default);

        Assert.Contains($"process {process.Id} of ann", Assert.Single(taken.Warnings));
        Assert.Single(Directory.GetFiles(_locks));
    }

    [Fact]
    public async Task Take_NumberOfTheHolderWasGivenToAnotherProcess_IsTakenOver()
    {
        WriteLock(new LockInfo(Environment.ProcessId, "ann", Environment.MachineName, TimeProvider.System.GetUtcNow(),
            "another-boot:1"));
        using (var taken = await _backend.LockAsync(_stack, default)) Assert.Single(taken.Warnings);

        // A lock of the real engine names no start; this process began long after it.
        WriteLock(new LockInfo(Environment.ProcessId, "ann", Environment.MachineName,
            TimeProvider.System.GetUtcNow().AddDays(-2)));
        using var second = await _backend.LockAsync(_stack, default);
        Assert.Single(second.Warnings);
    }

    [Fact]
    public async Task Take_HolderOnAnotherHost_IsRefused()
    {
        WriteLock(new LockInfo(1, "bea", "elsewhere", TimeProvider.System.GetUtcNow().AddDays(-3)));

        var error = await Assert.ThrowsAsync<DiagnosticException>(() => _backend.LockAsync(_stack, default));

        Assert.Contains("of bea on elsewhere", error.Message);
        Assert.Single(Directory.GetFiles(_locks));
    }

    [Fact]
    public async Task Take_UnreadableLock_IsRefusedUntilBroken()
    {
        _folder.Write(".pulumi/locks/organization/prog/dev/x.json", "{");

        await Assert.ThrowsAsync<DiagnosticException>(() => _backend.LockAsync(_stack, default));
        Assert.Single(StackLock.Break(_backend.Paths, _stack));
        using var taken = await _backend.LockAsync(_stack, default);
        Assert.Empty(taken.Warnings);
    }

    private void WriteLock(LockInfo info) =>
        _folder.Write($".pulumi/locks/organization/prog/dev/{Guid.NewGuid()}.json", JsonSerializer.Serialize(info));
}
