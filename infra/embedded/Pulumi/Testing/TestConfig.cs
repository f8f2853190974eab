using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Hosting;

namespace Pulumi.Testing;

/// <summary>The run a unit test makes: names from its options, configuration from the environment.</summary>
internal static class TestConfig
{
    public static HostContext ToContext(TestOptions? options, IMonitor monitor) => new(
        options?.OrganizationName ?? "organization",
        options?.ProjectName ?? "project",
        options?.StackName ?? "stack",
        options?.IsPreview ?? true,
        options?.RootDirectory ?? "",
        Parse<ImmutableDictionary<string, JsonElement>>("PULUMI_CONFIG", [])
            .ToImmutableDictionary(pair => CleanKey(pair.Key), pair => pair.Value.ToString()),
        Parse<ImmutableHashSet<string>>("PULUMI_CONFIG_SECRET_KEYS", []),
        monitor);

    private static T Parse<T>(string variable, T none) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } json
            ? JsonSerializer.Deserialize<T>(json) ?? none : none;

    /// <summary>"project:config:key" is an old way to write "project:key".</summary>
    private static string CleanKey(string key) =>
        key.Split(':', 3) is [var project, "config", var name] ? $"{project}:{name}" : key;
}
