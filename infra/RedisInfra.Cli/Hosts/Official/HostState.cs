using System.Text.Json.Nodes;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Status;
using RedisInfra.Model.Diagnostics;
using Spectre.Console;

namespace RedisInfra.Cli.Hosts;

/// <summary>Reads a stack's state through <c>pulumi stack export</c>.</summary>
internal static class HostState
{
    private const string SecretMark = "4dabf18193072939515e22adb298388d";

    public static async Task<StackRecords> ReadAsync(
        IAnsiConsole console, string project, string? stack, CancellationToken cancellationToken)
    {
        _ = console;
        List<string> arguments = ["stack", "export", "--show-secrets", "--cwd", project];
        if (stack is not null)
        {
            arguments.AddRange(["--stack", stack]);
        }

        var lines = new List<string>();
        if (await Child.RunAsync("pulumi", arguments, lines.Add, cancellationToken) != ExitCodes.Done)
        {
            throw new DiagnosticException(new Diagnostic(
                "RI6023", "pulumi stack export", "the stack's state is read from it",
                $"it failed: {string.Join("; ", lines.TakeLast(5))}", "Repair what it says"));
        }

        var state = JsonNode.Parse(string.Join('\n', lines))!;
        return StackRecords.Of(
        [
            .. (state["deployment"]?["resources"] as JsonArray ?? []).OfType<JsonObject>()
                .Where(r => r["delete"] is null)
                .Select(r => new StateResource(
                    (string?)r["urn"] ?? "", (string?)r["type"] ?? "", (string?)r["parent"] ?? "",
                    Reveal(r["inputs"]) as JsonObject ?? [])),
        ]);
    }

    // A secret stands as {mark, plaintext: its JSON}.
    private static JsonNode? Reveal(JsonNode? node) => node switch
    {
        JsonObject o when o.ContainsKey(SecretMark) => Reveal(JsonNode.Parse((string?)o["plaintext"] ?? "null")),
        JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Reveal(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Reveal)]),
        _ => node?.DeepClone(),
    };
}
