using System.Text.Json.Nodes;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Status;

namespace RedisInfra.Cli.Tests.Status;

public class StatusViewTests
{
    private static readonly ClusterStatus Cluster = new(
        "orders", false, 16384,
        [
            new("orders-0-0", "master", 0, 16384, 1200, 3 << 20, null, "", "ok"),
            new("orders-0-1", "replica", 0, 0, 1200, 2 << 20, 2048, "down", "can't be [reached]"),
            new("orders-0-2", "", 0, null, null, null, null, "", "can't be reached"),
        ],
        ["orders-0-1: can't be [reached]"]);

    [Fact]
    public void Show_WithoutATerminal_IsAPlainTable()
    {
        var output = new StringWriter();
        StatusView.Show(Terminal.Plain(output), new StackStatus([Cluster], [], [], []));
        var lines = output.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.Contains(lines, line => line.Trim() == "orders: not ok, 16384 of 16384 slots");
        Assert.Contains("│ orders-0-0 │ master  │     0 │ 16384 │ 1200 │ 3.0 MiB │         │      │ ok                "
            + " │", lines);
        Assert.Contains("│ orders-0-1 │ replica │     0 │     0 │ 1200 │ 2.0 MiB │ 2.0 KiB │ down │ can't be "
            + "[reached] │", lines);
        Assert.Contains("│ orders-0-2 │         │     0 │       │      │         │         │      │ can't be reached  "
            + " │", lines);
        Assert.Contains("  orders-0-1: can't be [reached]", lines);
    }

    [Fact]
    public void ToJson_Always_IsOneDocument()
    {
        var json = JsonNode.Parse(StatusView.ToJson(new StackStatus([Cluster], [], [], [])))!;
        Assert.False((bool)json["ok"]!);
        Assert.Equal("orders-0-1", (string?)json["clusters"]![0]!["members"]![1]!["node"]);
        Assert.Equal(2048, (long)json["clusters"]![0]!["members"]![1]!["lagBytes"]!);
        Assert.Null(json["clusters"]![0]!["members"]![2]!["keys"]);
    }
}
