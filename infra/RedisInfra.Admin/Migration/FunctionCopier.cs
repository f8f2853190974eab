using RedisInfra.Admin.Resp;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Admin.Migration;

/// <summary>Gives masters the functions that others have, before they get slots (hazard 13).</summary>
internal static class FunctionCopier
{
    public static async Task RunAsync(MoveContext context, IEnumerable<FunctionCopy> copies)
    {
        foreach (var copy in copies)
        {
            var dump = await context.ExecuteAsync(copy.From, [RespCommand.Of("FUNCTION", "DUMP")]);
            context.Tally.Touch();
            await context.ExecuteAsync(copy.To, [RespCommand.OfBinary(["FUNCTION", "RESTORE"], dump[0].Bytes)]);
            context.Options.Say?.Invoke($"{copy.To.Name} got the functions of {copy.From.Name}");
        }
    }
}
