using System.Collections.Immutable;
using System.Security.Cryptography;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>A stack's configuration as its program gets it: texts by full key, and which of them are secret.</summary>
internal sealed record StackConfig(ImmutableDictionary<string, string> Values, ImmutableHashSet<string> SecretKeys)
{
    /// <summary>The stack's own values over the project's defaults.</summary>
    /// <param name="project">The defaults.</param>
    /// <param name="file">The stack's values.</param>
    /// <param name="decrypt">Gets a ciphertext, gives its text; null when the file has no secrets.</param>
    public static StackConfig Resolve(ProjectFile project, StackFile file, Func<string, string>? decrypt)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>();
        var secrets = ImmutableHashSet.CreateBuilder<string>();
        foreach (var value in project.Defaults.Values.Concat(file.Config.Values))
        {
            values[value.Key] = Text(value, file.Path, decrypt);
            if (value.IsSecret) secrets.Add(value.Key);
            else secrets.Remove(value.Key);
        }

        return new(values.ToImmutable(), secrets.ToImmutable());
    }

    /// <summary>
    /// With values that stand in no file, such as images that a local cluster supplies. The files' win.
    /// </summary>
    public StackConfig WithDefaults(IEnumerable<KeyValuePair<string, string>> values) =>
        this with { Values = Values.AddRange(values.Where(v => !Values.ContainsKey(v.Key))) };

    private static string Text(ConfigValue value, string path, Func<string, string>? decrypt)
    {
        try
        {
            return value.Text(ciphertext => decrypt is null ? throw NoSalt(value, path) : decrypt(ciphertext));
        }
        catch (CryptographicException)
        {
            throw new DiagnosticException(new Diagnostic(
                "RI1011", $"{StackFile.At(path, value.Item)}: {value.Key}", "its secure value can't be decrypted",
                $"it was made with another {StackFile.SaltKey}, or was changed by hand",
                $"Set it again: redisinfra config set --secret {value.Key}"));
        }
    }

    private static DiagnosticException NoSalt(ConfigValue value, string path) => new(new Diagnostic(
        "RI1010", $"{StackFile.At(path, value.Item)}: {value.Key}", "is a secure value",
        $"the file has no {StackFile.SaltKey} to decrypt it with",
        "Restore that line from your version control, or set the value again with config set --secret"));
}
