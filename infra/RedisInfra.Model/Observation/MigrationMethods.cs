namespace RedisInfra.Model.Observation;

/// <summary>Which method a version has.</summary>
public static class MigrationMethods
{
    /// <summary>
    /// The best method of a version as <see cref="NodeView.Live.Version"/> has it: "8.6.3", "valkey 9.1.2".
    /// </summary>
    public static MigrationMethod Of(string version)
    {
        var server = ServerVersion.Of(version);
        if (server.IsValkey) return server.IsAtLeast(9) ? MigrationMethod.ValkeyMigrateSlots : MigrationMethod.Windows;
        return server.IsAtLeast(8, 4) ? MigrationMethod.RedisImport : MigrationMethod.Windows;
    }
}
