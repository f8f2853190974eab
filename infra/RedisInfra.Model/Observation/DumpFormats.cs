namespace RedisInfra.Model.Observation;

/// <summary>
/// In which format (RDB_VERSION) a version writes keys that it gives away, and which ones it takes. It refuses the
/// others with "DUMP payload version or checksum are wrong", one key after another.
/// </summary>
internal static class DumpFormats
{
    /// <summary>The last format that Redis and Valkey have in common; those of Valkey begin anew at 80.</summary>
    private const int Common = 11;

    private const int FirstOfValkey = 80;

    /// <summary>Whether a version takes the keys that another gives.</summary>
    public static bool CanRead(string reader, string writer)
    {
        var server = ServerVersion.Of(reader);
        int own = Of(server);
        int format = Of(ServerVersion.Of(writer));
        return format <= own && (own < FirstOfValkey || format is <= Common or >= FirstOfValkey);
    }

    private static int Of(ServerVersion server)
    {
        if (server.IsValkey) return server.IsAtLeast(9) ? FirstOfValkey : Common;
        if (server.IsAtLeast(8, 6)) return 13;
        if (server.IsAtLeast(7, 4)) return 12;
        if (server.IsAtLeast(7, 2)) return 11;
        if (server.IsAtLeast(7)) return 10;
        return server.IsAtLeast(5) ? 9 : 8;
    }
}
