using System.Globalization;
using RedisInfra.Model.Diagnostics;
using Spectre.Console;

namespace RedisInfra.Cli.Status;

/// <summary>Sets with Sentinels as tables for people.</summary>
internal static class SentinelStatusView
{
    public static void Show(IAnsiConsole console, IReadOnlyList<SentinelStatus> sets)
    {
        foreach (var set in sets)
        {
            console.Write(Servers(set));
            console.Write(Sentinels(set));
            foreach (string finding in set.Findings)
            {
                console.WriteLine($"  {finding}");
            }
        }
    }

    private static Table Servers(SentinelStatus set)
    {
        var state = set.Ok ? "[green]ok[/]" : "[red]not ok[/]";
        var master = set.Master is null ? "no master that all agree on" : $"master {Markup.Escape(set.Master)}";
        var table = new Table().Border(TableBorder.Rounded).Title($"{Markup.Escape(set.Name)}: {state}, {master}");
        table.AddColumns("node", "role");
        foreach (string number in new[] { "keys", "memory", "lag" })
        {
            table.AddColumn(new TableColumn(number).RightAligned());
        }

        table.AddColumns("link", "state");
        foreach (var row in set.Servers)
        {
            table.AddRow(
                Markup.Escape(row.Node), row.Role, Number(row.Keys),
                row.MemoryBytes is { } memory ? Amounts.Bytes(memory) : "",
                row.LagBytes is { } lag ? Amounts.Bytes(lag) : "", row.Link, State(row.State));
        }

        return table;
    }

    private static Table Sentinels(SentinelStatus set)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("sentinel", "names");
        foreach (string number in new[] { "quorum", "others", "replicas" })
        {
            table.AddColumn(new TableColumn(number).RightAligned());
        }

        table.AddColumn("state");
        foreach (var row in set.Sentinels)
        {
            table.AddRow(Markup.Escape(row.Node), Markup.Escape(row.Master), Number(row.Quorum), Number(row.Others),
                Number(row.Replicas), State(row.State));
        }

        return table;
    }

    private static string State(string state) => state == "ok" ? "[green]ok[/]" : $"[red]{Markup.Escape(state)}[/]";

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
