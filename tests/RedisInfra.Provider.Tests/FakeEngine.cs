using Pulumi.Experimental;

namespace RedisInfra.Provider.Tests;

/// <summary>Keeps what it is told.</summary>
internal sealed class FakeEngine : IEngine
{
    public List<LogRequest> Lines { get; } = [];

    public Task LogAsync(LogRequest message)
    {
        lock (Lines) Lines.Add(message);
        return Task.CompletedTask;
    }

    public Task RequirePulumiVersionAsync(string pulumiVersionRange) => Task.CompletedTask;
}
