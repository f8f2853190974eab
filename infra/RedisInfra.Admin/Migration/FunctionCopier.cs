using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Rebalancing;

namespace RedisInfra.Admin.Migration;

/// <summary>Gives masters the functions that others have, before they get slots (hazard 13).</summary>
internal static class FunctionCopier
{
    public static async Task RunAsync(MoveContext context, IEnumerable<FunctionCopy> copies)
    {
        foreach (var copy in copies)
        {
            context.Tally.Touch();
            await FunctionLibrary.CopyAsync(context.Nodes, copy.From, copy.To, context.Abort);
            context.Options.Say?.Invoke($"{copy.To.Name} got the functions of {copy.From.Name}");
        }
    }
}
