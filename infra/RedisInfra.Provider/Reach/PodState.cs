namespace RedisInfra.Provider.Reach;

/// <summary>A pod as Kubernetes has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRunning">Whether its containers run, as far as is known.</param>
/// <param name="IsOver">Whether they have ended for good.</param>
internal sealed record PodState(string Name, bool IsRunning, bool IsOver);
