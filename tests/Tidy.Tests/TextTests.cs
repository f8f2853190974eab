using System.Text.RegularExpressions;

namespace Tidy.Tests;

/// <summary>Nothing of one machine or one network stands in the repository.</summary>
public class TextTests
{
    private static IEnumerable<SourceFile> Texts => SourceTree.Files.Where(f =>
        f.Path is not "LICENSE" && Path.GetExtension(f.Path) is not (".gz" or ".zst" or ".png"));

    [Fact]
    public void Text_Always_NamesNoPackageRegistry()
    {
        // In two parts, so that this file isn't its own finding.
        string[] hosts =
        [
            "nuget" + ".org", "deb.debian" + ".org", "security.debian" + ".org", "pypi" + ".org", "npmjs" + ".org",
            "proxy.golang" + ".org", "pkg.dev" + "/", "crates" + ".io",
        ];
        Findings.None(
            from file in Texts
            from host in hosts
            where file.Text.Contains(host, StringComparison.OrdinalIgnoreCase)
            select $"{file.Path}: {host}");
    }

    [Fact]
    public void Text_Always_NamesNoPathOfThisMachine()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] paths = [SourceTree.Root, home + "/", Path.GetDirectoryName(SourceTree.Root) + "/"];
        Findings.None(
            from file in Texts
            from path in paths.Where(p => p.Trim('/').Length > 3 && p != "/tmp/")
            where Regex.IsMatch(file.Text, $@"(?<![\w}}]){Regex.Escape(path)}")
            select $"{file.Path}: {path}");
    }
}
