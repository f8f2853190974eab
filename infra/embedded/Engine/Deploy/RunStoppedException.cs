namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Nothing more is done in this run; why has been reported.</summary>
internal sealed class RunStoppedException(Exception? inner = null)
    : Exception("the run was stopped", inner);
