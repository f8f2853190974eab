using System.Text.RegularExpressions;
using RedisInfra.Cli.Common;

namespace RedisInfra.Cli.Tests;

/// <summary>Every command that README.md shows is one that the program takes.</summary>
public class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Command_InReadme_Parses()
    {
        var root = Root.Create(Terminal.Plain(TextWriter.Null));
        var commands = Regex.Matches(Readme, @"^ {4}\./redisinfra (?<args>[^\n#]+)", RegexOptions.Multiline)
            .Select(m => m.Groups["args"].Value.Trim()).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands,
            command => Assert.Empty(root.Parse(command).Errors.Select(e => $"{command}: {e.Message}")));
    }

    [Fact]
    public void File_NamedInReadme_Exists()
    {
        var names = Regex.Matches(Readme, @"\]\((?<path>[^):#]+)\)").Select(m => m.Groups["path"].Value);
        Assert.All(names, name => Assert.True(Path.Exists(Path.Combine(Repository.Root, name)), name));
    }
}
