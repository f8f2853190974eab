namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>A command that can't be carried out as it was given; exit code 2, nothing was touched.</summary>
internal sealed class CommandRefusedException(string message) : Exception(message);
