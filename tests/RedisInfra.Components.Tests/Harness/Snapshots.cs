using System.Runtime.CompilerServices;

namespace RedisInfra.Components.Tests.Harness;

/// <summary>Files that a test's result must equal. UPDATE_SNAPSHOTS=1 writes them instead.</summary>
internal static class Snapshots
{
    public static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    /// <summary>This project's folder.</summary>
    public static string TestFolder { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    /// <summary>Compares a whole folder: a file too many fails as one too few does.</summary>
    public static void CheckFolder(string folder, IReadOnlyDictionary<string, string> files)
    {
        if (IsUpdating)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in files) File.WriteAllText(Path.Combine(folder, name), text);
            return;
        }

        Assert.True(Directory.Exists(folder), $"{folder} is missing: run with UPDATE_SNAPSHOTS=1 and read it");
        Assert.Equal(files.Keys.Order(), Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order());
        foreach (var (name, text) in files) CheckFile(Path.Combine(folder, name), text);
    }

    /// <summary>Compares a text of the project's folder "Texts".</summary>
    public static void CheckText(string name, string text) =>
        CheckFile(Path.Combine(TestFolder, "Texts", name + ".txt"), text + "\n");

    public static void CheckFile(string file, string text)
    {
        if (IsUpdating) File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file), text);
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
