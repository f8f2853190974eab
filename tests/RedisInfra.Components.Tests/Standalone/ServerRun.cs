using System.Collections;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Standalone;

/// <summary>Programs with one <see cref="RedisStandalone"/>, and what they declared.</summary>
internal static class ServerRun
{
    public const string Name = "cache";

    public static Task<ClusterRun> OfAsync(RedisStandaloneArgs args, bool preview = false) =>
        ClusterRun.OfAsync(() => _ = new RedisStandalone(Name, args), preview);

    public static RedisStandalone ServerOf(ClusterRun run) => run.Resources.OfType<RedisStandalone>().Single();

    public static IDictionary Map(object? value) => Assert.IsAssignableFrom<IDictionary>(value);

    public static List<IDictionary> List(object? value) => [.. ((IEnumerable)value!).Cast<object>().Select(Map)];

    /// <summary>What a child declares below "spec".</summary>
    public static IDictionary SpecOf(ClusterRun run, string role) =>
        Map(run.Mocks.InputsOf($"{Name}-{role}")["spec"]);

    public static string NameOf(ClusterRun run, string role) =>
        (string)Map(run.Mocks.InputsOf($"{Name}-{role}")["metadata"])["name"]!;

    /// <summary>The pod.</summary>
    public static IDictionary PodOf(ClusterRun run) => Map(Map(SpecOf(run, "server")["template"])["spec"]);
}
