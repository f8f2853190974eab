using Pulumi.Experimental;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

/// <summary>Keeps what a provider logs.</summary>
internal sealed class RecordingEngine : IEngine
{
    public List<string> Lines { get; } = [];

    public List<string> Live { get; } = [];

    public Task LogAsync(LogRequest message)
    {
        (message.Ephemeral ? Live : Lines).Add($"{message.Severity}: {message.Message}");
        return Task.CompletedTask;
    }

    public Task RequirePulumiVersionAsync(string pulumiVersionRange) => Task.CompletedTask;
}
