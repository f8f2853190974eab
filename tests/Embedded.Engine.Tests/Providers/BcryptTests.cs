using RedisInfra.Embedded.Engine.Providers.Random;

namespace Embedded.Engine.Tests.Providers;

public sealed class BcryptTests
{
    // Vectors of the OpenBSD and jBCrypt test suites.
    [Theory]
    [InlineData("U*U", 5, "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("a", 6, "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    public void Hash_KnownPasswordAndSalt_IsTheKnownHash(string password, int cost, string expected)
    {
        var salt = Bcrypt.DecodeSalt(expected.Substring(7, 22));

        Assert.Equal(expected, Bcrypt.Hash(password, salt, cost));
    }

    [Fact]
    public void Hash_SamePasswordTwice_HasTwoSalts()
    {
        var first = Bcrypt.Hash("secret");

        Assert.StartsWith("$2a$10$", first);
        Assert.Equal(60, first.Length);
        Assert.NotEqual(first, Bcrypt.Hash("secret"));
        Assert.Equal(first, Bcrypt.Hash("secret", Bcrypt.DecodeSalt(first.Substring(7, 22)), 10));
    }

    [Fact]
    public void Words_OfPi_StartWithTheDigitsBlowfishStartsWith() =>
        Assert.Equal([0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u], PiDigits.Words(4));
}
