using System.Reflection;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Standalone;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Tests.Standalone;

namespace RedisInfra.Components.Tests.Monitoring;

/// <summary>
/// No argument is declared and then ignored: each has an entry here, and each entry changes what is declared.
/// </summary>
public sealed class ArgsTests
{
    private static readonly Dictionary<string, Action<MonitoringArgs>> _changes = new()
    {
        ["Image"] = args => args.Image = "registry.example/redis_exporter:v1.92.1",
        ["Resources"] = args => args.Resources.Memory = Quantity.Mebibytes(32),
        ["Namespace"] = args => args.Namespace = "watching",
        ["Labels"] = args => args.Labels = new() { ["release"] = "prometheus" },
        ["Interval"] = args => args.Interval = TimeSpan.FromSeconds(15),
        ["Alerts"] = args => args.Alerts = false,
        ["Dashboard"] = args => args.Dashboard = false,
        ["DashboardNamespace"] = args => args.DashboardNamespace = "grafana",
        ["DashboardLabels"] = args => args.DashboardLabels = new() { ["dashboards"] = "yes" },
        ["Required"] = args => args.Required = true,
    };

    public static TheoryData<string> Names => [.. _changes.Keys];

    [Fact]
    public void Args_Declared_AreAllTried() => Assert.Equal(
        typeof(MonitoringArgs).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => property.Name).Order(StringComparer.Ordinal),
        _changes.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Args_OneChanged_ChangesWhatIsDeclared(string name)
    {
        var changed = new MonitoringArgs();
        _changes[name](changed);

        Assert.NotEqual(await DeclaredAsync(new MonitoringArgs()), await DeclaredAsync(changed));
    }

    private static async Task<string> DeclaredAsync(MonitoringArgs args)
    {
        var run = await ServerRun.OfAsync(new RedisStandaloneArgs { Monitoring = args });
        return string.Join("---\n", run.Mocks.Requests
            .OrderBy(request => request.Name, StringComparer.Ordinal)
            .Select(request => $"{request.Type} {request.Name}\n{ManifestYaml.Write(request.Inputs)}"));
    }
}
