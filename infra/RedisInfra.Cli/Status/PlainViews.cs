using System.Globalization;
using RedisInfra.Model.Diagnostics;
using Spectre.Console;

namespace RedisInfra.Cli.Status;

/// <summary>Single servers and pools as tables.</summary>
internal static class PlainViews
{
    public static Table Of(IEnumerable<ServerStatus> servers)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("single servers");
        table.AddColumns("name", "endpoint");
        AddNumbers(table, "pods", "keys", "memory");
        table.AddColumns("persistence", "state");
        foreach (var server in servers)
        {
            table.AddRow(
                Markup.Escape(server.Name), Markup.Escape(server.Endpoint), $"{server.PodsReady} of 1",
                Number(server.Keys), Bytes(server.MemoryBytes), Markup.Escape(server.Persistence),
                State(server.State));
        }

        return table;
    }

    public static Table Of(PoolStatus pool)
    {
        string ring = pool.Generation is { } generation
            ? $"generation {generation} is {(pool.IsOpen is true ? "open" : "closed")}" : "no shard says its ring";
        var table = new Table().Border(TableBorder.Rounded).Title(
            $"{Markup.Escape(pool.Name)}: {(pool.Ok ? "[green]ok[/]" : "[red]not ok[/]")}, "
            + $"{pool.ProxiesReady} of {pool.Proxies} proxies serve, {ring}");
        table.AddColumn("shard");
        AddNumbers(table, "weight", "share", "keys", "memory");
        table.AddColumns("persistence", "state");
        foreach (var shard in pool.Shards)
        {
            table.AddRow(
                Markup.Escape(shard.Name), Number(shard.Weight),
                string.Create(CultureInfo.InvariantCulture, $"{shard.SharePercent:0.0} %"), Number(shard.Keys),
                Bytes(shard.MemoryBytes), Markup.Escape(shard.Persistence), State(shard.State));
        }

        return table;
    }

    private static void AddNumbers(Table table, params string[] names)
    {
        foreach (string name in names) table.AddColumn(new TableColumn(name).RightAligned());
    }

    private static string State(string state) => state == "ok" ? "[green]ok[/]" : $"[red]{Markup.Escape(state)}[/]";

    private static string Bytes(long? value) => value is { } bytes ? Amounts.Bytes(bytes) : "";

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
