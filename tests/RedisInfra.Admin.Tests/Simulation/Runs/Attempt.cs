namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>How a process of ours ended.</summary>
internal enum AttemptEnd
{
    /// <summary>It says that all is done.</summary>
    Balanced,

    /// <summary>It gave up and says why.</summary>
    Stopped,

    /// <summary>It refuses to do anything.</summary>
    Refused,

    /// <summary>It was killed.</summary>
    Killed,

    /// <summary>It was still at it when time was up.</summary>
    Unfinished,

    /// <summary>It threw what it never may.</summary>
    Broken,
}

/// <summary>How a process of ours ended, and what it said.</summary>
internal readonly record struct Attempt(AttemptEnd End, string Message)
{
    public override string ToString() => Message.Length == 0 ? $"{End}" : $"{End}: {Message}";
}
