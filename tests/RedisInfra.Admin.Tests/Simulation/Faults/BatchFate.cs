namespace RedisInfra.Admin.Tests.Simulation.Faults;

/// <summary>What becomes of commands that were sent in one go.</summary>
/// <param name="DelayUs">How much later they arrive.</param>
/// <param name="Commands">How many of them are done at most; then the connection breaks.</param>
internal readonly record struct BatchFate(long DelayUs = 0, int Commands = int.MaxValue)
{
    public static BatchFate Normal { get; } = new(0, int.MaxValue);
}
