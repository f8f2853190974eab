using System.CommandLine;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>Files that options name.</summary>
internal static class ArgumentFile
{
    /// <summary>What is in it; null, and a finding, when it can't be read.</summary>
    public static string? Read(Option option, string path, Findings findings)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            findings.Add("RI6033", option.Name, $"{path} is named", $"it can't be read: {failed.Message.TrimEnd('.')}",
                "Name a file that this user may read");
            return null;
        }
    }

    /// <summary>The password in its first line; null or "", and a finding, when there is none.</summary>
    public static string? ReadPassword(Option option, string path, Findings findings)
    {
        var text = Read(option, path, findings)?.Split('\n')[0].TrimEnd('\r');
        if (text is "")
        {
            findings.Add("RI6033", option.Name, $"the first line of {path} is empty",
                "the password is expected there", "Write the password into its first line");
        }

        return text;
    }
}
