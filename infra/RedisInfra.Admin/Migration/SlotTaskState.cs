using RedisInfra.Admin.Cluster;

namespace RedisInfra.Admin.Migration;

/// <summary>What a server tells of a task that moves slots.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Slots">Which slots, as the server writes them.</param>
/// <param name="State">The server's word for how far it is.</param>
/// <param name="Error">What went wrong, or "".</param>
internal sealed record SlotTaskState(string Id, string Slots, string State, string Error)
{
    private static readonly string[] s_done = ["completed", "success"];

    /// <summary>Whether it has ended, well or not.</summary>
    public bool HasEnded => SlotTasksText.HasEnded(State);

    /// <summary>Whether it says that all slots have their new owner.</summary>
    public bool IsDone => s_done.Contains(State);
}
