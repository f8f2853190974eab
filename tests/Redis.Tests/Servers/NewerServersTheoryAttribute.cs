namespace Redis.Tests.Servers;

/// <summary>A test with Redis 8 and Valkey 9; skipped, with the reason, where they aren't.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NewerServersTheoryAttribute : TheoryAttribute
{
    public NewerServersTheoryAttribute() => Skip = NewerServers.Obstacle;
}
