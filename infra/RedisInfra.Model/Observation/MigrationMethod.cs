namespace RedisInfra.Model.Observation;

/// <summary>How a server's slots are moved.</summary>
public enum MigrationMethod
{
    /// <summary>SETSLOT and MIGRATE, many slots at a time. Every version has it.</summary>
    Windows,

    /// <summary><c>CLUSTER MIGRATION IMPORT</c> on the destination: Redis 8.4 and newer.</summary>
    RedisImport,

    /// <summary><c>CLUSTER MIGRATESLOTS</c> on the source: Valkey 9 and newer.</summary>
    ValkeyMigrateSlots,
}
