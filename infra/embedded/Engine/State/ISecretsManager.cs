namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// Encrypts the secrets of one stack. A value is told with the place that holds it ("{urn}/outputs/token"), so that
/// every place has an encryption of its own and a value that did not change keeps the one it had.
/// </summary>
internal interface ISecretsManager
{
    /// <summary>What the file names it: "passphrase".</summary>
    string Type { get; }

    /// <summary>What the file keeps for it, as JSON text: {"salt":"v1:…"}.</summary>
    string State { get; }

    string Encrypt(string plaintext, string place);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The text isn't of this
    /// manager.</exception>
    string Decrypt(string ciphertext, string place);
}
