using System.Text.Json.Serialization;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// Who holds a stack, as a lock file says it. Process holds boot and start time of the process where the
/// system tells them, as a number alone may have been given to another; the real engine doesn't write or mind it.
/// </summary>
internal sealed record LockInfo(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("username")] string? User,
    [property: JsonPropertyName("hostname")] string? Host,
    [property: JsonPropertyName("timestamp")] DateTimeOffset Since,
    [property: JsonPropertyName("process"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Process = null)
{
    public static LockInfo Mine(TimeProvider clock) => new(
        Environment.ProcessId, Environment.UserName, Environment.MachineName, clock.GetUtcNow(),
        ProcessIdentity.Of(Environment.ProcessId));

    public override string ToString() =>
        $"process {Pid} of {User} on {Host} since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
}
