using System.Diagnostics;

namespace Tidy.Tests;

/// <summary>Scripts are readable by their shell and may be run.</summary>
public class ScriptTests
{
    private static IEnumerable<SourceFile> Scripts => SourceTree.Files.Where(f => f.IsScript);

    [Fact]
    public async Task Script_Always_Parses()
    {
        foreach (var script in Scripts)
        {
            var start = new ProcessStartInfo("bash", ["-n", script.FullPath]) { RedirectStandardError = true };
            using var bash = Process.Start(start)!;
            var errors = await bash.StandardError.ReadToEndAsync();
            await bash.WaitForExitAsync();
            Assert.True(bash.ExitCode == 0, $"{script.Path}: {errors}");
        }
    }

    [Fact]
    public void Script_Always_IsExecutable() =>
        Findings.None(Scripts
            .Where(s => s.Text.StartsWith("#!", StringComparison.Ordinal) && !IsExecutable(s.FullPath))
            .Select(s => s.Path));

    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);
}
