using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>
/// Reads <c>CLUSTER MIGRATION STATUS ALL</c> (Redis 8.4) and <c>CLUSTER GETSLOTMIGRATIONS</c> (Valkey 9): lists of
/// names and values in turns.
/// </summary>
internal static class SlotTasksText
{
    private static readonly string[] s_ended = ["completed", "success", "failed", "cancelled", "canceled"];

    /// <summary>The tasks that haven't ended; a server that knows neither command has none.</summary>
    public static ImmutableArray<SlotTask> Read(RespValue redis, RespValue valkey) =>
        [.. redis.Items.Concat(valkey.Items).Select(Fields).Where(IsActive).Select(Task)];

    /// <summary>A reply's names and values.</summary>
    public static Dictionary<string, string> Fields(RespValue reply)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < reply.Items.Count; i += 2) fields[reply.Items[i].Text] = reply.Items[i + 1].Text;
        return fields;
    }

    /// <summary>How far a task is: the field "state".</summary>
    public static bool HasEnded(string state) => s_ended.Contains(state);

    private static bool IsActive(Dictionary<string, string> fields) =>
        fields.TryGetValue("state", out string? state) && !HasEnded(state);

    private static SlotTask Task(Dictionary<string, string> fields) => new(
        fields.GetValueOrDefault("id") ?? fields.GetValueOrDefault("name", ""),
        SlotSet.Parse(fields.GetValueOrDefault("slots") ?? fields.GetValueOrDefault("slot_ranges", "")),
        Node(fields, "source", "source_node"), Node(fields, "dest", "target_node"), fields["state"]);

    private static NodeId? Node(Dictionary<string, string> fields, string redis, string valkey) =>
        NodeId.TryParse(fields.GetValueOrDefault(redis) ?? fields.GetValueOrDefault(valkey, ""), out var id)
            ? id
            : null;
}
