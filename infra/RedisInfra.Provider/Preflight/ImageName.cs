using System.Text.RegularExpressions;

namespace RedisInfra.Provider.Preflight;

/// <summary>
/// The grammar of image names (github.com/distribution/reference): the kubelet refuses others with InvalidImageName.
/// </summary>
internal static partial class ImageName
{
    private const int MaxRepositoryLength = 255;

    /// <summary>What is wrong with the name; null when a registry could know it.</summary>
    public static string? Problem(string image)
    {
        if (image.Length == 0) return "it is empty";
        if (image.Any(char.IsWhiteSpace)) return "it holds white space";
        var match = Reference().Match(image);
        if (match.Success)
        {
            return match.Groups["repository"].Length <= MaxRepositoryLength ? null
                : $"its repository has more than {MaxRepositoryLength} characters";
        }
        if (image.Contains("://", StringComparison.Ordinal)) return "an image has no scheme";
        string path = image.Split('@')[0];
        string last = path[(path.LastIndexOf('/') + 1)..];
        return last.Split(':')[0].Any(char.IsUpper) ? "a repository has no upper-case letters"
            : "it isn't of the form host:port/repository:tag@digest";
    }

    [GeneratedRegex("""
        ^(?<repository>
          (?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*
             |\[[0-9a-fA-F:]+\])
             (?::[0-9]+)?/)?
          [a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*)
        (?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?
        (?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$
        """, RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
