using System.Security.Cryptography;

namespace RedisInfra.Embedded.Engine.Providers.Random;

/// <summary>What a RandomPassword or RandomString may consist of, with the official defaults.</summary>
internal sealed record TextRules(
    int Length,
    bool Lower = true,
    bool Upper = true,
    bool Numeric = true,
    bool Special = true,
    int MinLower = 0,
    int MinUpper = 0,
    int MinNumeric = 0,
    int MinSpecial = 0,
    string? OverrideSpecial = null)
{
    public const string LowerCharacters = "abcdefghijklmnopqrstuvwxyz";
    public const string UpperCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public const string NumericCharacters = "0123456789";
    public const string SpecialCharacters = "!@#$%&*()-_=+[]{}<>:?";

    public string SpecialSet => string.IsNullOrEmpty(OverrideSpecial) ? SpecialCharacters : OverrideSpecial;

    /// <summary>The characters that fill the places no minimum claims.</summary>
    public string Alphabet =>
        (Numeric ? NumericCharacters : "") + (Lower ? LowerCharacters : "") + (Upper ? UpperCharacters : "")
        + (Special ? SpecialSet : "");

    public int Minimum => MinLower + MinUpper + MinNumeric + MinSpecial;
}

/// <summary>Random text from the system's cryptographic source.</summary>
internal static class RandomText
{
    public static string Create(TextRules rules)
    {
        var result = new char[rules.Length];
        var used = 0;
        Fill(rules.MinNumeric, TextRules.NumericCharacters);
        Fill(rules.MinLower, TextRules.LowerCharacters);
        Fill(rules.MinUpper, TextRules.UpperCharacters);
        Fill(rules.MinSpecial, rules.SpecialSet);
        Fill(rules.Length - used, rules.Alphabet);

        // The minimums were put first: their places must not be known.
        RandomNumberGenerator.Shuffle(result.AsSpan());
        return new string(result);

        void Fill(int count, string alphabet)
        {
            for (var i = 0; i < count; i++)
                result[used++] = alphabet[RandomNumberGenerator.GetInt32(alphabet.Length)];
        }
    }
}
