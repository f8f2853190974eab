using System.Security.Cryptography;
using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.State;

public sealed class PassphraseSecretsTests
{
    [Fact]
    public void TryOpen_WrongPassphrase_IsRefusedByTheCheckValue() =>
        Assert.Null(PassphraseSecrets.TryOpen("wrong", GoldenFiles.Salt));

    [Theory]
    [InlineData("v2:VJeIqz0KVkg=:v1:a:b")]
    [InlineData("nonsense")]
    [InlineData("v1:not base64:v1:a:b")]
    public void TryOpen_DamagedSalt_Throws(string salt) =>
        Assert.Throws<FormatException>(() => PassphraseSecrets.TryOpen(GoldenFiles.Passphrase, salt));

    [Fact]
    public void New_OpenedAgain_DecryptsWhatItEncrypted()
    {
        var made = PassphraseSecrets.New("pass");
        var opened = PassphraseSecrets.TryOpen("pass", made.Salt);

        Assert.Equal("grüße", opened!.Decrypt(made.Encrypt("grüße", "a"), "a"));
    }

    [Fact]
    public void Encrypt_SameTextAtTwoPlaces_EachHasItsOwn()
    {
        var first = GoldenFiles.Secrets.Encrypt("x", "a");

        Assert.NotEqual(first, GoldenFiles.Secrets.Encrypt("x", "b"));
        Assert.Equal(first, GoldenFiles.Secrets.Encrypt("x", "a"));
    }

    [Theory]
    [InlineData("v1:AAAA")]
    [InlineData("v1:IPtnSI0Ijt7rH9CZ:AAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Decrypt_Damaged_Throws(string ciphertext) =>
        Assert.ThrowsAny<CryptographicException>(() => GoldenFiles.Secrets.Decrypt(ciphertext, "place"));
}
