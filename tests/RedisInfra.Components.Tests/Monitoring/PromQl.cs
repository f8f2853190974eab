using System.Diagnostics;
using System.Text.RegularExpressions;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Tests.Monitoring;

/// <summary>What alerts and dashboards ask of Prometheus.</summary>
internal static partial class PromQl
{
    /// <summary>It asks for figures that there are, and its brackets are pairs.</summary>
    public static void Check(string expression, IReadOnlySet<string> told)
    {
        var figures = Figure().Matches(expression).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(figures);
        Assert.All(figures, figure => Assert.Contains(figure, told));
        Assert.All("(){}[]".Chunk(2), pair =>
            Assert.Equal(expression.Count(c => c == pair[0]), expression.Count(c => c == pair[1])));
    }

    /// <summary>Prometheus itself reads them, where its promtool is (Debian: prometheus).</summary>
    public static async Task ReadByPrometheusAsync(IEnumerable<AlertRule> alerts)
    {
        var none = new Dictionary<string, string>();
        var rule = MonitoringManifests.PrometheusRule(
            new MonitoringOwner("cache", "prod", "prod", none, none), alerts);
        var groups = rule["spec"]!["groups"]!.AsArray();
        Assert.All(groups[0]!["rules"]!.AsArray(), alert => Assert.Matches("^[0-9]+m$", (string)alert!["for"]!));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, rule["spec"]!.ToJsonString());
            using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "rules", file])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
            await promtool.WaitForExitAsync();
            Assert.True(promtool.ExitCode == 0, said);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No promtool here.
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The names before selectors.</summary>
    [GeneratedRegex(@"(\w+)\{")]
    private static partial Regex Figure();
}
