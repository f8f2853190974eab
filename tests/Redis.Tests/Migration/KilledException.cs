namespace Redis.Tests.Migration;

/// <summary>As kill -9: nothing is cleaned up.</summary>
public sealed class KilledException : Exception;
