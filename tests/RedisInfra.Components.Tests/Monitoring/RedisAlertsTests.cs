using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Monitoring;

/// <summary>Alerts and dashboards are about figures that there are.</summary>
public sealed partial class RedisAlertsTests
{
    private static readonly Monitored s_all = new(6, IsCluster: true, HasReplicas: true, IsPersistent: true);

    /// <summary>What a redis_exporter told of a master and its replica with the rights that it has here.</summary>
    private static readonly HashSet<string> s_told =
        [.. File.ReadAllLines(Path.Combine(Snapshots.TestFolder, "Texts", "exporter-metrics.txt")), "up"];

    [Fact]
    public void Of_Everything_UsesFiguresThatAnExporterTells() =>
        Assert.All(RedisAlerts.Of("cache", "prod", s_all), rule => CheckFigures(rule.Expression));

    [Fact]
    public void Dashboard_Everything_UsesFiguresThatAnExporterTells()
    {
        var panels = JsonNode.Parse(RedisDashboard.Render("cache", "prod", s_all))!["panels"]!.AsArray();

        Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
        Assert.All(
            panels.SelectMany(panel => panel!["targets"]!.AsArray()),
            target => CheckFigures((string)target!["expr"]!));
    }

    [Fact]
    public void Of_WhatThereIsNot_HasNoAlert() => Assert.Equal(
        ["RedisDown", "RedisNotScraped", "RedisMembersMissing", "RedisMemoryNearlyFull", "RedisRejectedConnections"],
        RedisAlerts.Of("cache", "prod", new Monitored(1, false, false, false)).Select(rule => rule.Name));

    /// <summary>Prometheus itself reads them, where its promtool is (Debian: prometheus).</summary>
    [Fact]
    public async Task PrometheusRule_Everything_IsReadByPrometheus()
    {
        var rule = MonitoringManifests.PrometheusRule(
            "cache", "prod", "prod", new Dictionary<string, string>(), RedisAlerts.Of("cache", "prod", s_all));
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

    private static void CheckFigures(string expression)
    {
        var figures = Figure().Matches(expression).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(figures);
        Assert.All(figures, figure => Assert.Contains(figure, s_told));
        Assert.All("(){}[]".Chunk(2), pair =>
            Assert.Equal(expression.Count(c => c == pair[0]), expression.Count(c => c == pair[1])));
    }

    /// <summary>The names before selectors.</summary>
    [GeneratedRegex(@"(\w+)\{")]
    private static partial Regex Figure();
}
