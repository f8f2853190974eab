namespace Tidy.Tests;

/// <summary>The repository's own files: nothing built, generated or written by a deployment.</summary>
internal static class SourceTree
{
    private static readonly string[] SkippedFolders =
        [".git", "bin", "obj", ".pulumi", ".vs", ".idea", ".vscode", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files { get; } =
        [.. Walk(Root).OrderBy(f => f.Path, StringComparer.Ordinal)];

    /// <summary>C# files that people write.</summary>
    public static IEnumerable<SourceFile> CSharp =>
        Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) && !f.IsGenerated);

    public static IEnumerable<SourceFile> In(this IEnumerable<SourceFile> files, params string[] folders) =>
        files.Where(f => folders.Any(folder => f.Path.StartsWith(folder + "/", StringComparison.Ordinal)));

    private static IEnumerable<SourceFile> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return new SourceFile(Path.GetRelativePath(Root, file).Replace('\\', '/'), file);
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (SkippedFolders.Contains(Path.GetFileName(child)))
            {
                continue;
            }

            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RedisInfra.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("not inside the repository");
        }

        return folder.FullName;
    }
}
