namespace RedisInfra.Stacks.Settings;

/// <summary>An ACL user. Null: not said, a random password.</summary>
internal sealed record UserSettings(string Name, string Rules, string? Password)
{
    /// <summary>Says who it is without the password: records print all they hold.</summary>
    public override string ToString() => $"user \"{Name}\"";
}
