namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>Whether a value that is about to be stored in clear is likely a secret.</summary>
internal static class SecretGuess
{
    private static readonly string[] _words = ["password", "passphrase", "secret", "token", "apikey", "privatekey"];
    private const int LeastLength = 20;

    /// <summary>
    /// A telling key with some text, or a long text of many kinds of characters without a blank, as Pulumi guesses.
    /// </summary>
    public static bool LooksSecret(string key, string value)
    {
        var name = key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace("-", "", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal);
        if (value.Length > 0 && _words.Any(w => name.EndsWith(w, StringComparison.OrdinalIgnoreCase))) return true;
        return value.Length >= LeastLength && value.Any(char.IsDigit) && value.Any(char.IsUpper)
            && value.Any(char.IsLower)
            && value.All(c => char.IsLetterOrDigit(c) || c is '+' or '/' or '=' or '!' or '$' or '%');
    }
}
