using Pulumi;

namespace RedisInfra.Components.Common;

/// <summary>An ACL user besides the default one, which is the component's own.</summary>
public sealed class RedisUserArgs : ResourceArgs
{
    /// <summary>The name.</summary>
    /// <value>Letters, digits, hyphens, dots and underscores, at most 63, a letter or digit first; not default or
    /// exporter.</value>
    public required string Name { get; set; }

    /// <summary>What the user may: ACL rules as ACL SETUSER takes them, in their order. A new user may nothing.
    /// </summary>
    /// <value>"~app:* +@read +@write -@dangerous", for example: +@write alone has FLUSHALL too. Without passwords, and
    /// without quotes.</value>
    public required Input<string> Rules { get; set; }

    /// <summary>The password. It is treated as a secret whether it is marked or not.</summary>
    /// <value>16 characters or more, printable ASCII without space and comma; 32 random ones unless set.</value>
    public Input<string>? Password { get; set; }
}
