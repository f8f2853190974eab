using System.Security.Cryptography;
using System.Text.Json;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>Loads a stack's state, or says what is wrong with the file and which copy is still good.</summary>
internal sealed class StateLoader(FileBackend backend, TimeProvider clock)
{
    /// <param name="stack">The stack.</param>
    /// <param name="open">Opens the secrets manager that made a salt; null stands for a state without one.</param>
    /// <param name="cancellationToken">Stops waiting for the passphrase or the disk.</param>
    /// <exception cref="DiagnosticException">RI5001: the file is damaged. It is never overwritten.</exception>
    public async Task<Snapshot> LoadAsync(
        StackName stack, Func<string?, CancellationToken, Task<ISecretsManager?>> open,
        CancellationToken cancellationToken)
    {
        if (backend.StateFile(stack) is not { } path) return Snapshot.Empty(await open(null, cancellationToken), clock);
        try
        {
            var document = CheckpointDocument.Parse(await FileBackend.ReadAsync(path, cancellationToken));
            RefuseOtherSecrets(document, path);
            var secrets = await open(document.Salt, cancellationToken);
            var snapshot = new CheckpointSerializer(secrets).Read(document);
            if (snapshot.Manifest.Version.Length == 0) snapshot = snapshot with { Manifest = Manifest.New(clock) };
            var problems = SnapshotIntegrity.Check(snapshot);
            if (problems.Length > 0) throw new JsonException(string.Join("; ", problems));
            return snapshot;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new DiagnosticException(new Diagnostic(
                "RI5001", path, Explain(e), "a state that can't be trusted must not be acted on; nothing was touched",
                await AdviseAsync(stack, path, cancellationToken)));
        }
    }

    public static void RefuseOtherSecrets(CheckpointDocument document, string path)
    {
        if (document.SecretsType is null or PassphraseSecrets.TypeName) return;
        throw new DiagnosticException(new Diagnostic(
            "RI5004", path, $"its secrets provider is {document.SecretsType}",
            "the embedded engine can open those of a passphrase only",
            "Use the Pulumi CLI, or change it there with `pulumi stack change-secrets-provider passphrase`"));
    }

    public static bool IsDamage(Exception e) =>
        e is JsonException or InvalidOperationException or FormatException or CryptographicException
            or InvalidDataException or KeyNotFoundException;

    public static string Explain(Exception e) => e switch
    {
        JsonException { LineNumber: { } line, BytePositionInLine: { } at } json =>
            $"isn't valid JSON at line {line + 1}, byte {at + 1} ({FirstSentence(json.Message)})",
        CryptographicException => $"holds a secret that can't be decrypted ({e.Message})",
        _ => $"is damaged ({e.Message})",
    };

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text.TrimEnd('.') : text[..end];
    }

    private async Task<string> AdviseAsync(StackName stack, string path, CancellationToken cancellationToken)
    {
        foreach (var copy in backend.Copies(stack))
        {
            if (!await IsSoundAsync(copy, cancellationToken)) continue;
            var target = copy.EndsWith(".gz", StringComparison.Ordinal) ? backend.Paths.State(stack) + ".gz" : path;
            return $"The newest good copy is of {File.GetLastWriteTimeUtc(copy):yyyy-MM-dd HH:mm:ss} UTC; "
                + $"restore it with: cp '{copy}' '{target}' && redisinfra refresh --stack {stack}";
        }

        return "No good copy was found beside it: repair it by hand, or move it away and import the resources again";
    }

    private static async Task<bool> IsSoundAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var document = CheckpointDocument.Parse(await FileBackend.ReadAsync(path, cancellationToken));
            return SnapshotIntegrity.Check(CheckpointSerializer.ReadWithoutSecrets(document)).IsEmpty;
        }
        catch (Exception e) when (IsDamage(e) || e is IOException)
        {
            return false;
        }
    }
}
