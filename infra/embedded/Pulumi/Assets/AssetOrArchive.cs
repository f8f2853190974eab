namespace Pulumi;

/// <summary>A file or a folder as a value. <see cref="Value"/> is its path, text, URI or members.</summary>
public abstract class AssetOrArchive
{
    /// <summary>Also the key of the value in a checkpoint: "path", "text", "uri", "assets".</summary>
    internal string Key { get; }
    internal object Value { get; }

    private protected AssetOrArchive(string key, object value)
    {
        Key = key;
        Value = value;
    }

    internal static bool Same(AssetOrArchive a, AssetOrArchive b)
    {
        if (a is Asset != b is Asset || a.Key != b.Key) return false;
        if (a.Value is not IDictionary<string, AssetOrArchive> members) return Equals(a.Value, b.Value);
        var others = (IDictionary<string, AssetOrArchive>)b.Value;
        return members.Count == others.Count && members.All(
            member => others.TryGetValue(member.Key, out var other) && Same(member.Value, other));
    }
}
