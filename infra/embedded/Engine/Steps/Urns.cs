namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>
/// "urn:pulumi:STACK::PROJECT::PARENT_TYPE$TYPE::NAME": how the parts are put together and told apart.
/// </summary>
internal static class Urns
{
    public const string StackType = "pulumi:pulumi:Stack";
    public const string ProviderTypePrefix = "pulumi:providers:";

    /// <summary>A component's type stands in its children's chain; the root stack's doesn't.</summary>
    public static string Make(string stack, string project, string parentUrn, string type, string name)
    {
        var chain = parentUrn.Length == 0 ? "" : QualifiedType(parentUrn);
        var qualified = chain is "" or StackType ? type : $"{chain}${type}";
        return $"urn:pulumi:{stack}::{project}::{qualified}::{name}";
    }

    public static string QualifiedType(string urn) => Part(urn, 2);

    public static string Type(string urn)
    {
        var qualified = QualifiedType(urn);
        return qualified[(qualified.LastIndexOf('$') + 1)..];
    }

    /// <summary>The last part; it may itself hold "::".</summary>
    public static string Name(string urn) => Part(urn, 3);

    public static bool IsProviderType(string type) => type.StartsWith(ProviderTypePrefix, StringComparison.Ordinal);

    public static bool IsDefaultProvider(string urn)
    {
        var parts = urn.Split("::", 4);
        return parts.Length == 4 && IsProviderType(parts[2])
            && (parts[3] == "default" || parts[3].StartsWith("default_", StringComparison.Ordinal));
    }

    /// <summary>"redislab" of "redislab:index:AclUser" and of "pulumi:providers:redislab".</summary>
    public static string Package(string type) =>
        IsProviderType(type) ? type[ProviderTypePrefix.Length..] : type.Split(':', 2)[0];

    /// <summary>"{urn}::{id}" taken apart.</summary>
    public static (string Urn, string Id) ParseReference(string reference)
    {
        var at = reference.LastIndexOf("::", StringComparison.Ordinal);
        return at < 0 ? (reference, "") : (reference[..at], reference[(at + 2)..]);
    }

    private static string Part(string urn, int index)
    {
        var parts = urn.Split("::", 4);
        return parts.Length == 4 ? parts[index] : throw new ArgumentException($"\"{urn}\" is not a URN.", nameof(urn));
    }
}
