using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// Pulumi's passphrase provider: a key from the passphrase and a salt, AES-256-GCM, and the word "pulumi" encrypted
/// beside the salt, by which a wrong passphrase is noticed before anything is read with it.
/// </summary>
internal sealed class PassphraseSecrets : ISecretsManager
{
    public const string TypeName = "passphrase";

    private const string Version = "v1";
    private const string CheckWord = "pulumi";
    private const int Iterations = 1_000_000;
    private const int KeyBytes = 32;
    private const int SaltBytes = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key;
    private readonly ConcurrentDictionary<(string Place, string Plaintext), string> _known = new();

    private PassphraseSecrets(byte[] key, string salt) => (_key, Salt) = (key, salt);

    public string Type => TypeName;

    /// <summary>"v1:{salt}:{check value}", as it stands in the state and as a stack file's encryptionsalt.</summary>
    public string Salt { get; }

    public string State => $"{{\"salt\":{JsonSerializer.Serialize(Salt, CheckpointJson.Text)}}}";

    public static PassphraseSecrets New(string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var key = DeriveKey(passphrase, salt);
        return new(key, $"{Version}:{Convert.ToBase64String(salt)}:{EncryptWith(key, CheckWord)}");
    }

    /// <summary>Null when the passphrase isn't the one that made <paramref name="salt"/>.</summary>
    /// <exception cref="FormatException"><paramref name="salt"/> isn't "v1:{salt}:{check value}".</exception>
    public static PassphraseSecrets? TryOpen(string passphrase, string salt)
    {
        var parts = salt.Split(':', 3);
        if (parts.Length != 3 || parts[0] != Version) throw new FormatException("is not \"v1:salt:check value\"");
        var key = DeriveKey(passphrase, Convert.FromBase64String(parts[1]));
        try
        {
            return DecryptWith(key, parts[2]) == CheckWord ? new PassphraseSecrets(key, salt) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public string Encrypt(string plaintext, string place) =>
        _known.GetOrAdd((place, plaintext), static (what, key) => EncryptWith(key, what.Plaintext), _key);

    public string Decrypt(string ciphertext, string place)
    {
        string plaintext;
        try
        {
            plaintext = DecryptWith(_key, ciphertext);
        }
        catch (FormatException e)
        {
            throw new CryptographicException($"the secret at {place} is not \"v1:nonce:ciphertext\"", e);
        }

        _known[(place, plaintext)] = ciphertext;
        return plaintext;
    }

    private static byte[] DeriveKey(string passphrase, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Iterations, HashAlgorithmName.SHA256, KeyBytes);

    private static string EncryptWith(byte[] key, string plaintext)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var clear = Encoding.UTF8.GetBytes(plaintext);
        var sealed_ = new byte[clear.Length + TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, clear, sealed_.AsSpan(0, clear.Length), sealed_.AsSpan(clear.Length));
        return $"{Version}:{Convert.ToBase64String(nonce)}:{Convert.ToBase64String(sealed_)}";
    }

    private static string DecryptWith(byte[] key, string ciphertext)
    {
        var parts = ciphertext.Split(':');
        if (parts.Length != 3 || parts[0] != Version) throw new FormatException();
        var nonce = Convert.FromBase64String(parts[1]);
        var data = Convert.FromBase64String(parts[2]);
        if (nonce.Length != NonceBytes || data.Length < TagBytes) throw new FormatException();
        var clear = new byte[data.Length - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(nonce, data.AsSpan(0, clear.Length), data.AsSpan(clear.Length), clear);
        return Encoding.UTF8.GetString(clear);
    }
}
