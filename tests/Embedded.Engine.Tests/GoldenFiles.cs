using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests;

/// <summary>What the real engine wrote: Golden/README.md.</summary>
internal static class GoldenFiles
{
    public const string Passphrase = "golden-passphrase";
    public const string Salt = "v1:VJeIqz0KVkg=:v1:IPtnSI0Ijt7rH9CZ:XspFYHY7AsqlV8WpzqwS5cx0n0Vp8g==";
    public static readonly StackName Stack = new("prog", "golden");

    private static readonly Lazy<PassphraseSecrets> _secrets =
        new(() => PassphraseSecrets.TryOpen(Passphrase, Salt) ?? throw new InvalidOperationException());

    /// <summary>Deriving a key takes a while; one is enough where nothing is written.</summary>
    public static PassphraseSecrets Secrets => _secrets.Value;

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    public static string Text(string name) => File.ReadAllText(PathOf(name));

    public static Snapshot LoadSnapshot() => new CheckpointSerializer(Secrets)
        .Read(CheckpointDocument.Parse(File.ReadAllBytes(PathOf("stack.json"))));
}
