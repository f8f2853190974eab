using System.Text;
using System.Text.Json.Nodes;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Display;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>What is kept of an operation that wrote state: a backup, and who did what in the stack's history.</summary>
internal static class UpdateHistory
{
    public static async Task KeepAsync(
        Workspace workspace, StackName stack, UpdateRequest request, EngineResult result, byte[]? content,
        DateTimeOffset started)
    {
        if (content is null) return;
        var changes = new JsonObject();
        foreach (var (op, count) in result.Changes) changes[StepWords.Of(op).Detail] = count;
        var update = new JsonObject
        {
            ["kind"] = request.Words.Name,
            ["startTime"] = started.ToUnixTimeSeconds(),
            ["message"] = request.Message,
            ["environment"] = new JsonObject(),
            ["config"] = new JsonObject(),
            ["result"] = result.Succeeded ? "succeeded" : "failed",
            ["endTime"] = workspace.Host.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["resourceChanges"] = changes,
        };
        // The update is over: being cancelled must not lose its record.
        await workspace.Backend.BackUpAsync(stack, content, CancellationToken.None);
        await workspace.Backend.AddHistoryAsync(
            stack, Encoding.UTF8.GetBytes(update.ToJsonString(CheckpointJson.Text)), content, CancellationToken.None);
    }
}
