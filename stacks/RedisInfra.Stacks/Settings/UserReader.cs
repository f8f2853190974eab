using System.Collections.Immutable;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads ACL users. What their rules say the component judges.</summary>
internal static class UserReader
{
    public static ImmutableArray<UserSettings> Read(ObjectReader reader, string key) =>
        [.. reader.Groups(key).Select(Read).OfType<UserSettings>()];

    private static UserSettings? Read(ObjectReader reader)
    {
        var (name, rules) = (reader.Text("name"), reader.Text("rules"));
        if (!reader.Has("name")) reader.Missing("name", "it is what the user signs in as", "Add it");
        if (!reader.Has("rules"))
            reader.Missing("rules", "a new user may nothing", "Add them, \"~app:* +@read +@write\" for example");
        var password = DeploymentReader.Password(reader, "password");
        reader.Finish();
        return name is null || rules is null ? null : new UserSettings(name, rules, password);
    }
}
