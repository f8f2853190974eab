using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RedisInfra.Model.Diagnostics;
using Spectre.Console;

namespace RedisInfra.Cli.Status;

/// <summary>A stack's Redis as tables for people, or as one JSON document.</summary>
internal static class StatusView
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string ToJson(StackStatus stack) =>
        JsonSerializer.Serialize(
            new { stack.Ok, stack.Clusters, stack.Servers, stack.Pools, stack.Sentinels }, Json);

    public static void Show(IAnsiConsole console, StackStatus stack)
    {
        if (stack.IsEmpty)
        {
            console.WriteLine("The stack has no Redis.");
        }

        if (!stack.Servers.IsEmpty)
        {
            console.Write(PlainViews.Of(stack.Servers));
        }

        foreach (var pool in stack.Pools)
        {
            console.Write(PlainViews.Of(pool));
            foreach (string finding in pool.Findings)
            {
                console.WriteLine($"  {finding}");
            }
        }

        SentinelStatusView.Show(console, stack.Sentinels);
        Show(console, stack.Clusters);
    }

    public static void Show(IAnsiConsole console, IReadOnlyList<ClusterStatus> clusters)
    {
        foreach (var cluster in clusters)
        {
            console.Write(ToTable(cluster));
            foreach (var finding in cluster.Findings)
            {
                console.WriteLine($"  {finding}");
            }
        }
    }

    private static Table ToTable(ClusterStatus cluster)
    {
        var state = cluster.Ok ? "[green]ok[/]" : "[red]not ok[/]";
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"{Markup.Escape(cluster.Name)}: {state}, {cluster.SlotsAssigned} of 16384 slots");
        table.AddColumns("node", "role");
        foreach (var number in new[] { "shard", "slots", "keys", "memory", "lag" })
        {
            table.AddColumn(new TableColumn(number).RightAligned());
        }

        table.AddColumns("link", "state");
        foreach (var m in cluster.Members.OrderBy(m => m.Shard).ThenBy(m => m.Role, StringComparer.Ordinal)
            .ThenBy(m => m.Node, StringComparer.Ordinal))
        {
            table.AddRow(
                Markup.Escape(m.Node), m.Role, Number(m.Shard), Number(m.Slots), Number(m.Keys),
                m.MemoryBytes is { } memory ? Amounts.Bytes(memory) : "",
                m.LagBytes is { } lag ? Amounts.Bytes(lag) : "", m.Link,
                m.State == "ok" ? "[green]ok[/]" : $"[red]{Markup.Escape(m.State)}[/]");
        }

        return table;
    }

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
