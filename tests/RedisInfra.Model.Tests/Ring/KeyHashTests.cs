using System.Text;
using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

/// <summary>Known values; Redis.Tests has the proof against a real nutcracker.</summary>
public sealed class KeyHashTests
{
    /// <summary>What nutcracker's own tests (src/test_all.c) and libmemcached's expect.</summary>
    [Theory]
    [InlineData(RingHash.OneAtATime, 2297466611)]
    [InlineData(RingHash.Md5, 3195025439)]
    [InlineData(RingHash.Crc16, 3662830516)]
    [InlineData(RingHash.Crc32, 10542)]
    [InlineData(RingHash.Crc32a, 2838417488)]
    [InlineData(RingHash.Fnv1Bits32, 67176023)]
    [InlineData(RingHash.Fnv1aBits32, 280767167)]
    [InlineData(RingHash.Fnv1Bits64, 473199127)]
    [InlineData(RingHash.Fnv1aBits64, 1488911807)]
    [InlineData(RingHash.Hsieh, 3738850110)]
    [InlineData(RingHash.Jenkins, 1442444624)]
    [InlineData(RingHash.Murmur, 4142305122)]
    public void Of_Apple_IsNutcrackersValue(RingHash hash, uint expected) =>
        Assert.Equal(expected, KeyHash.Of(hash, "apple"u8));

    [Fact]
    public void FromMd5_APointOfAServer_IsNutcrackersValue()
    {
        Assert.Equal(3853726576, KeyHash.FromMd5("server1-8"u8, 0));
        Assert.Equal(2667054752, KeyHash.FromMd5("server1-8"u8, 3));
    }

    [Fact]
    public void Of_AnyHash_StaysBelowItsMaximumAndIsZeroForNothing()
    {
        foreach (var hash in Enum.GetValues<RingHash>())
        {
            Assert.Equal(0u, KeyHash.Of(hash, []));
            for (int i = 0; i < 200; i++)
            {
                byte[] key = Encoding.UTF8.GetBytes($"{new string('é', i % 30)}{i}");
                Assert.InRange(KeyHash.Of(hash, key), 0u, KeyHash.MaxOf(hash));
            }
        }
    }

    /// <summary>RFC 1321, A.5, and the lengths around a block's end.</summary>
    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    [InlineData(
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "57edf4a22be3c955ac49da2e2107b67a")]
    public void Digest_KnownText_IsTheRfcs(string text, string expected) => Assert.Equal(expected, Md5Of(text));

    [Fact]
    public void Digest_EveryLengthAroundTwoBlocks_IsTheFrameworks()
    {
        for (int length = 0; length < 140; length++)
        {
            string text = new('x', length);
            byte[] framework = System.Security.Cryptography.MD5.HashData(Encoding.ASCII.GetBytes(text));
            Assert.Equal(Convert.ToHexStringLower(framework), Md5Of(text));
        }
    }

    private static string Md5Of(string text)
    {
        var digest = new byte[Md5.Size];
        Md5.Digest(Encoding.ASCII.GetBytes(text), digest);
        return Convert.ToHexStringLower(digest);
    }
}
