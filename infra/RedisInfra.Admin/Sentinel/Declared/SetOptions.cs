using RedisInfra.Model.Sentinel.Declared;

namespace RedisInfra.Admin.Sentinel.Declared;

/// <summary>How a set is made as declared.</summary>
public sealed record SetOptions
{
    /// <summary>The user with which Sentinels sign in to servers; null for the default user.</summary>
    public string? WatchUser { get; init; }

    /// <summary>The password with which they do; null for none.</summary>
    public string? WatchPassword { get; init; }

    /// <summary>How long is waited for something that Sentinel or a pod has to do. 2 min by default.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a handover may take.</summary>
    public HandoverOptions Handover { get; init; } = new();

    /// <summary>Is told of each step before it is done.</summary>
    public Action<SetStep> Step { get; init; } = _ => { };

    /// <summary>Is told what is waited for.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
