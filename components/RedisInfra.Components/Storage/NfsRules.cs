namespace RedisInfra.Components.Storage;

/// <summary>
/// The rules on an NFS server, its path and the options of its mount. Findings go to <c>add</c>: code, what, why, fix.
/// </summary>
internal static class NfsRules
{
    public static void Check(string prefix, NfsValues values, Action<string, string, string, string> add)
    {
        CheckServer(prefix, values.Server, add);
        CheckPath(prefix, values.Path, add);
        foreach (var option in values.MountOptions) CheckOption(prefix, option, add);
    }

    /// <summary>True for what loses writes without a word: a call that isn't answered in time counts as failed, and
    /// what was written is dropped (nfs(5), "soft").</summary>
    public static bool IsSoft(string option) => option is "soft" or "softerr";

    /// <summary>True for one word of mount.nfs.</summary>
    public static bool IsOption(string option) =>
        option.Length > 0 && !option.Any(c => c == ',' || char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>True for a name or an address alone.</summary>
    public static bool IsServer(string server) =>
        !server.Contains('/', StringComparison.Ordinal) && !server.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>True for a path that names one place whoever reads it.</summary>
    public static bool IsPath(string path) =>
        !path.Split('/').Contains("..") && !path.Any(char.IsControl) && path.Trim() == path;

    private static void CheckServer(string prefix, string? value, Action<string, string, string, string> add)
    {
        if (value is not { } server) return;
        if (string.IsNullOrWhiteSpace(server))
            add(
                "RI2021", $"{prefix}Storage.Server is empty", "the volumes must name a server",
                "Give its host name or address");
        else if (!IsServer(server))
            add(
                "RI2601", $"{prefix}Storage.Server = \"{server}\"", "a server is a host name or an address alone",
                "Put the exported folder into Path");
    }

    private static void CheckPath(string prefix, string? value, Action<string, string, string, string> add)
    {
        if (value is not { } path) return;
        if (!path.StartsWith('/'))
            add(
                "RI2022", $"{prefix}Storage.Path = \"{path}\"", "an export is an absolute path",
                "Start it with a slash");
        else if (!IsPath(path))
            add(
                "RI2602", $"{prefix}Storage.Path = \"{path}\"",
                "it has a part \"..\", a space at an end or an invisible character, so it isn't the place it seems",
                "Write the path as the server exports it");
    }

    private static void CheckOption(string prefix, string option, Action<string, string, string, string> add)
    {
        if (IsSoft(option))
            add(
                "RI2603", $"{prefix}Storage.MountOptions has \"{option}\"",
                "a server that is slow for a minute then fails writes that Redis has acknowledged",
                "Use hard, which waits for the server");
        else if (option == "ro")
            add(
                "RI2604", $"{prefix}Storage.MountOptions has \"ro\"", "Redis writes there",
                "Leave it out");
        else if (!IsOption(option))
            add(
                "RI2605", $"{prefix}Storage.MountOptions has \"{option}\"", "an option is one word of mount.nfs",
                "Give each option as an item of its own");
    }
}
