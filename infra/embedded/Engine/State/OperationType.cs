namespace RedisInfra.Embedded.Engine.State;

/// <summary>The operations that can be pending; on disk their lower-case names.</summary>
internal enum OperationType
{
    Creating,
    Updating,
    Deleting,
    Reading,
    Importing,
}
