using System.Collections;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Twemproxy;

/// <summary>Programs with one <see cref="TwemproxyPool"/>, and what they declared.</summary>
internal static class ProxyRun
{
    public const string Name = "cache";

    public static Task<ClusterRun> OfAsync(TwemproxyPoolArgs args, bool preview = false) =>
        ClusterRun.OfAsync(() => _ = new TwemproxyPool(Name, args), preview);

    public static TwemproxyPool PoolOf(ClusterRun run) => run.Resources.OfType<TwemproxyPool>().Single();

    /// <summary>nutcracker.yml, as the ConfigMap has it.</summary>
    public static string ConfigOf(ClusterRun run) =>
        (string)Map(run.Mocks.InputsOf($"{Name}-proxy-config")["data"])["nutcracker.yml"]!;

    public static IDictionary Map(object? value) => Assert.IsAssignableFrom<IDictionary>(value);

    public static List<IDictionary> List(object? value) => [.. ((IEnumerable)value!).Cast<object>().Select(Map)];

    /// <summary>The pod of a workload.</summary>
    public static IDictionary PodOf(ClusterRun run, string workload) =>
        Map(Map(Map(run.Mocks.InputsOf(workload)["spec"])["template"])["spec"]);
}
