using System.Collections.Immutable;
using Pulumi.Hosting;
using Pulumi.Utilities;

namespace Embedded.Pulumi.Tests;

/// <summary>Runs a program the way the engine does.</summary>
internal static class TestRun
{
    public const string StackUrn = "urn:pulumi:dev::prog::pulumi:pulumi:Stack::prog-dev";

    public static async Task<int> RunAsync(
        RecordingMonitor monitor, Func<Task<int>> main, bool preview = false,
        params (string Key, string Value)[] config)
    {
        HostContext.Current = new(
            "organization", "prog", "dev", preview, "/", config.ToImmutableDictionary(c => c.Key, c => c.Value),
            [], monitor);
        // A program that waits for itself would hang: the test should say so.
        return await main().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A program that must succeed.</summary>
    public static async Task<RecordingMonitor> OfAsync(
        Action program, bool preview = false, Func<RegisterRequest, RegisterResponse?>? answer = null)
    {
        var monitor = new RecordingMonitor { Answer = answer ?? (_ => null) };
        var exit = await RunAsync(monitor, () => global::Pulumi.Deployment.RunAsync(program), preview);
        Assert.True(exit == 0, monitor.Errors());
        return monitor;
    }

    public static async Task<(T Value, bool IsKnown, bool IsSecret)> DataAsync<T>(global::Pulumi.Output<T> output) => (
        await OutputUtilities.GetValueAsync(output),
        await OutputUtilities.GetIsKnownAsync(output),
        await global::Pulumi.Output.IsSecretAsync(output));
}
