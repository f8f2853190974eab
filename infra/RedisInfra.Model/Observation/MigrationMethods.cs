using System.Globalization;

namespace RedisInfra.Model.Observation;

/// <summary>Which method a version has.</summary>
public static class MigrationMethods
{
    private const string Valkey = "valkey ";

    /// <summary>
    /// The best method of a version as <see cref="NodeView.Live.Version"/> has it: "8.6.3", "valkey 9.1.2".
    /// </summary>
    public static MigrationMethod Of(string version)
    {
        bool isValkey = version.StartsWith(Valkey, StringComparison.Ordinal);
        var parts = (isValkey ? version[Valkey.Length..] : version).Split('.');
        int major = Number(parts, 0);
        int minor = Number(parts, 1);
        if (isValkey) return major >= 9 ? MigrationMethod.ValkeyMigrateSlots : MigrationMethod.Windows;
        return major > 8 || (major == 8 && minor >= 4) ? MigrationMethod.RedisImport : MigrationMethod.Windows;
    }

    private static int Number(string[] parts, int at) =>
        at < parts.Length && int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : 0;
}
