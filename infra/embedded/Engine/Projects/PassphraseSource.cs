using System.Security.Cryptography;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>
/// Where a stack's passphrase comes from: docs/adr/0006-passphrase.md. Named by the environment, else this machine's
/// own, which is made once; a stack that neither opens is asked for, where somebody can answer.
/// </summary>
internal sealed class PassphraseSource(Func<string, string?> variable, string configFolder, IPassphrasePrompt prompt)
{
    public const string TextVariable = "PULUMI_CONFIG_PASSPHRASE";
    public const string FileVariable = "PULUMI_CONFIG_PASSPHRASE_FILE";
    private const int Attempts = 3;
    private const int GeneratedBytes = 32;

    private readonly Dictionary<string, PassphraseSecrets> _open = new(StringComparer.Ordinal);

    public string MachineFile => Path.Combine(configFolder, "redisinfra", "passphrase");

    /// <summary>~/.config, or where XDG_CONFIG_HOME says.</summary>
    public static string ConfigFolder(Func<string, string?> variable) =>
        variable("XDG_CONFIG_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    /// <summary>Opens the manager that made <paramref name="salt"/>.</summary>
    /// <param name="salt">From the stack file or the state.</param>
    /// <param name="where">Which of them, for messages.</param>
    /// <param name="stack">The stack, for messages.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="DiagnosticException">RI5005: no passphrase that fits.</exception>
    public async Task<PassphraseSecrets> OpenAsync(
        string salt, string where, string stack, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(salt, out var known)) return known;
        try
        {
            return _open[salt] = await FindAsync(salt, where, stack, cancellationToken);
        }
        catch (FormatException e)
        {
            throw new DiagnosticException(new Diagnostic(
                "RI5006", where, "its encryption salt is damaged", e.Message,
                    "Restore the line from your version control or a backup"));
        }
    }

    /// <summary>A manager with a new salt, for a stack that has none yet.</summary>
    public async Task<PassphraseSecrets> NewAsync(CancellationToken cancellationToken)
    {
        var passphrase = Given()?.Text ?? await MachinePassphraseAsync(cancellationToken);
        var secrets = PassphraseSecrets.New(passphrase);
        _open[secrets.Salt] = secrets;
        return secrets;
    }

    private async Task<PassphraseSecrets> FindAsync(
        string salt, string where, string stack, CancellationToken cancellationToken)
    {
        if (Given() is { } given)
            return PassphraseSecrets.TryOpen(given.Text, salt) ?? throw Wrong(where, given.Source);
        if (File.Exists(MachineFile))
        {
            var machine = (await File.ReadAllTextAsync(MachineFile, cancellationToken)).Trim();
            if (PassphraseSecrets.TryOpen(machine, salt) is { } secrets) return secrets;
        }

        for (var i = 0; prompt.CanAsk && i < Attempts; i++)
        {
            var answer = await prompt.AskAsync($"Enter your passphrase to unlock stack {stack}: ", cancellationToken);
            if (PassphraseSecrets.TryOpen(answer, salt) is { } secrets) return secrets;
            prompt.Tell("error: incorrect passphrase");
        }

        throw Wrong(where, File.Exists(MachineFile) ? MachineFile : null);
    }

    private (string Text, string Source)? Given()
    {
        if (variable(TextVariable) is { } text) return (text, TextVariable);
        if (variable(FileVariable) is not { Length: > 0 } path) return null;
        if (!File.Exists(path))
        {
            throw new DiagnosticException(new Diagnostic(
                "RI5007", FileVariable, $"names {path}", "there is no such file",
                    "Correct the path or unset the variable"));
        }

        return (File.ReadAllText(path).Trim(), $"{FileVariable} ({path})");
    }

    private async Task<string> MachinePassphraseAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(MachineFile))
        {
            var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(GeneratedBytes)) + "\n";
            var draft = $"{MachineFile}.{Guid.NewGuid():N}";
            await DurableFile.WriteAsync(
                draft, System.Text.Encoding.ASCII.GetBytes(made), previous: null, cancellationToken);
            try
            {
                File.Move(draft, MachineFile, overwrite: false);
            }
            catch (IOException) when (File.Exists(MachineFile))
            {
                // Another process was faster: its passphrase is the machine's.
                File.Delete(draft);
            }

            prompt.Tell(
                $"Made a passphrase for this machine's stacks: {MachineFile}. Keep a copy; the Pulumi CLI takes it by "
                + $"{FileVariable}={MachineFile}");
        }

        return (await File.ReadAllTextAsync(MachineFile, cancellationToken)).Trim();
    }

    private static DiagnosticException Wrong(string where, string? source) => new(new Diagnostic(
        "RI5005", where, source is null ? "is encrypted with a passphrase"
            : $"the passphrase of {source} doesn't open it",
        source is null ? "none is given" : "the check value of its encryption salt needs another one",
        $"Set {TextVariable}, or {FileVariable} to a file that holds the passphrase it was made with"));
}
