namespace Kubernetes.Tests.EndToEnd;

/// <summary>How the command line ended.</summary>
internal sealed record CliResult(int Exit, string Output)
{
    public CliResult Succeeded()
    {
        Assert.True(Exit == 0, $"exit code {Exit}:\n{Output}");
        return this;
    }

    public CliResult Failed(params string[] says)
    {
        Assert.True(Exit != 0, $"exit code 0:\n{Output}");
        return Says(says);
    }

    /// <summary>What was asked for can't be; nothing was touched.</summary>
    public CliResult Refused(params string[] says)
    {
        Assert.True(Exit == 2, $"exit code {Exit}:\n{Output}");
        return Says(says);
    }

    public CliResult Says(params string[] texts)
    {
        Assert.All(texts, text => Assert.Contains(text, Output, StringComparison.Ordinal));
        return this;
    }
}
