namespace Redis.Tests.Servers;

/// <summary>
/// Where servers of a test have their files: in memory, where there is room. A node writes nodes.conf before it goes
/// on, and on a disk that is busy with something else that may take longer than a node timeout.
/// </summary>
internal static class ServerFolder
{
    private const string Memory = "/dev/shm";
    private const long RoomBytes = 2L << 30;

    /// <summary>A new folder, which whoever asked for it deletes.</summary>
    public static string Create(string prefix)
    {
        if (!HasRoom()) return Directory.CreateTempSubdirectory(prefix).FullName;
        return Directory.CreateDirectory(Path.Combine(Memory, $"{prefix}{Guid.NewGuid():N}")).FullName;
    }

    private static bool HasRoom()
    {
        try
        {
            return Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= RoomBytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
