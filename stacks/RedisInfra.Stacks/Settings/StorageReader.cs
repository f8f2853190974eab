using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads the key <c>storage</c>, or another that says where something is kept.</summary>
internal static class StorageReader
{
    private static readonly string[] _kinds = ["claims", "nfs", "ephemeral"];

    private static readonly Quantity _minSize = Quantity.Mebibytes(16);

    public static StorageSettings? Read(ObjectReader reader, string key = "storage")
    {
        if (reader.Group(key) is not { } group) return null;
        var kinds = _kinds.Where(group.Has).ToList();
        // All are read, so that a second kind's own mistakes show too.
        StorageSettings?[] read =
            [Claims(group.Group("claims")), Nfs(group.Group("nfs")), Ephemeral(group.Group("ephemeral"))];
        group.Finish();
        if (kinds.Count > 1)
            reader.Refuse(
                "RI1108", key, $"it has {string.Join(" and ", kinds)}", "data lives in one place",
                "Keep one of them");
        if (!group.Keys.Any())
            group.Missing(
                "claims", "storage is one of claims, nfs and ephemeral", $"Add one of them, or remove {key}");
        return read.FirstOrDefault(storage => storage is not null);
    }

    private static StorageSettings.Claims? Claims(ObjectReader? group)
    {
        if (group is null) return null;
        var size = group.Bytes("size", _minSize);
        var storageClass = group.Text("storageClass");
        var delete = group.Choice("onDelete", [("keep", false), ("delete", true)]);
        if (!group.Has("size")) group.Missing("size", "a claim has a size", "Add one such as 8Gi");
        group.Finish();
        return size is null ? null : new StorageSettings.Claims(size, storageClass, delete ?? false);
    }

    private static StorageSettings.Nfs? Nfs(ObjectReader? group)
    {
        if (group is null) return null;
        var server = group.Text("server");
        var path = group.Text("path");
        var size = group.Bytes("size", _minSize);
        var exports = group.Choice("exports", [("shared", NfsExports.Shared), ("perMember", NfsExports.PerMember)]);
        var options = group.List("mountOptions");
        if (!group.Has("server")) group.Missing("server", "the volumes must name the NFS server", "Add its host name");
        if (!group.Has("path")) group.Missing("path", "the volumes must name the exported folder", "Add its path");
        if (path is not null && !path.StartsWith('/'))
            group.Refuse(
                "RI1114", "path", $"it is \"{path}\"", "an export is an absolute path", "Start it with a slash");
        else if (path is not null && !NfsRules.IsPath(path))
            group.Refuse(
                "RI1114", "path", $"it is \"{path}\"", "it isn't the place that it seems",
                "Write it as the server exports it");
        foreach (var option in options) CheckOption(group, option);
        if (server is not null && (server.Length == 0 || !NfsRules.IsServer(server)))
            group.Refuse(
                "RI1136", "server", $"it is \"{server}\"", "a server is a host name or an address alone",
                "Write the exported folder as path");
        group.Finish();
        return server is null || path is null
            ? null
            : new StorageSettings.Nfs(
                server, path, size ?? Quantity.Gibibytes(8), exports ?? NfsExports.Shared, [.. options]);
    }

    private static void CheckOption(ObjectReader group, string option)
    {
        if (NfsRules.IsSoft(option) || option == "ro")
            group.Refuse(
                "RI1135", "mountOptions", $"it has \"{option}\"",
                option == "ro" ? "Redis writes there" : "a server that is slow for a minute then loses writes",
                "Leave it out");
        else if (!NfsRules.IsOption(option))
            group.Refuse(
                "RI1135", "mountOptions", $"it has \"{option}\"", "an option is one word of mount.nfs",
                "Write each as an item of its own");
    }

    private static StorageSettings.Ephemeral? Ephemeral(ObjectReader? group)
    {
        if (group is null) return null;
        var limit = group.Bytes("sizeLimit", _minSize);
        group.Finish();
        return new StorageSettings.Ephemeral(limit);
    }
}
