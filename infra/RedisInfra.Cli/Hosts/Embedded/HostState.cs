using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi.Experimental;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Deploy;
using RedisInfra.Cli.Status;
using RedisInfra.Embedded.Engine.Commands;
using RedisInfra.Embedded.Engine.State;
using Spectre.Console;

namespace RedisInfra.Cli.Hosts;

/// <summary>Reads a stack's state from the backend's files.</summary>
internal static class HostState
{
    public static async Task<StackRecords> ReadAsync(
        IAnsiConsole console, string project, string? stack, CancellationToken cancellationToken)
    {
        var snapshot = await LoadAsync(project, stack, cancellationToken);
        var records = StackRecords.Of(
        [
            .. snapshot.Resources.Where(r => !r.Delete)
                .Select(r => new StateResource(r.Urn, r.Type, r.Parent, ToJson(r.Inputs))),
        ]);
        if (records.UseCurrentContext)
        {
            // As up chose it: the user's own cluster, or the lab where none is configured. Told beside the output,
            // which is one document with --json.
            var guard = new ClusterGuard(new ClusterProbe(console));
            await guard.EnsureAsync(
                new ClusterRequest("status", null, null, Yes: false, MayAsk: false, Console.Error.WriteLine),
                cancellationToken);
        }

        return records;
    }

    private static async Task<Snapshot> LoadAsync(
        string project, string? stack, CancellationToken cancellationToken)
    {
        try
        {
            var workspace = new Workspace(project, CommandHost.OfProcess());
            var session = new StackSession(workspace, workspace.Resolve(stack, mayCreate: false));
            return await session.LoadAsync(cancellationToken);
        }
        catch (CommandRefusedException refused)
        {
            throw new RefusedException(refused.Message, refused);
        }
    }

    private static JsonObject ToJson(ImmutableDictionary<string, PropertyValue> bag) =>
        new(bag.Select(p => KeyValuePair.Create(p.Key, ToJson(p.Value))));

    private static JsonNode? ToJson(PropertyValue value)
    {
        if (value.TryGetMap(out var map))
        {
            return ToJson(map);
        }

        if (value.TryGetArray(out var items))
        {
            return new JsonArray([.. items.Select(ToJson)]);
        }

        return value.TryGetString(out var text) ? JsonValue.Create(text)
            : value.TryGetNumber(out var number) ? JsonValue.Create(number)
            : value.TryGetBool(out var flag) ? JsonValue.Create(flag)
            : null;
    }
}
