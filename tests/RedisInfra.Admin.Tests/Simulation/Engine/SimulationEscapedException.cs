namespace RedisInfra.Admin.Tests.Simulation.Engine;

/// <summary>Simulated code used a real thread, so its runs wouldn't replay.</summary>
internal sealed class SimulationEscapedException(string message) : Exception(message);
