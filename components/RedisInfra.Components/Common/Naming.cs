using System.Security.Cryptography;
using System.Text;

namespace RedisInfra.Components.Common;

/// <summary>What Kubernetes accepts as a name.</summary>
internal static class Naming
{
    /// <summary>RFC 1123: the length of one label of a host name.</summary>
    public const int MaxLabelLength = 63;

    /// <summary>
    /// A StatefulSet's pods carry the label controller-revision-hash = NAME-HASH of up to 63 characters, and the hash
    /// takes
    /// up to 10 and a hyphen (kubernetes #64023).
    /// </summary>
    public const int MaxStatefulSetLength = MaxLabelLength - 11;

    /// <summary>
    /// True for lower-case letters, digits and inner hyphens, starting with a letter: what a Service needs (RFC
    /// 1035).
    /// </summary>
    public static bool IsServiceName(string text) =>
        text.Length is > 0 and <= MaxLabelLength && char.IsAsciiLetterLower(text[0]) && IsLabel(text);

    /// <summary>True for lower-case letters, digits and inner hyphens (RFC 1123): what a namespace needs.</summary>
    public static bool IsLabel(string text) =>
        text.Length is > 0 and <= MaxLabelLength
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && text[0] != '-' && text[^1] != '-';

    /// <summary>
    /// The first <paramref name="length"/> hexadecimal digits of the SHA-256 of <paramref name="text"/>.
    /// </summary>
    public static string Digest(string text, int length) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];
}
