using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Tests.Cluster;

public sealed class FunctionsDigestTests
{
    private static readonly RespValue s_one = Library("one", "#!lua name=one\nreturn 1");
    private static readonly RespValue s_two = Library("two", "#!lua name=two\nreturn 2");

    [Fact]
    public void Of_NothingLoaded_IsEmpty() => Assert.Equal("", FunctionsDigest.Of(RespValue.Of([])));

    /// <summary>A server before 7, or a user that may not ask.</summary>
    [Fact]
    public void Of_AnError_IsEmpty() =>
        Assert.Equal("", FunctionsDigest.Of(RespValue.Of(RespKind.Error, "ERR unknown command"u8.ToArray())));

    [Fact]
    public void Of_LibrariesInAnotherOrder_IsTheSame() => Assert.Equal(
        FunctionsDigest.Of(RespValue.Of([s_one, s_two])), FunctionsDigest.Of(RespValue.Of([s_two, s_one])));

    /// <summary>A later server may tell more of a library, in another order.</summary>
    [Fact]
    public void Of_ALibraryWithMoreFields_IsTheSame()
    {
        var more = RespValue.Of([
            RespValue.Bulk("functions"), RespValue.Of([]), RespValue.Bulk("size"), RespValue.Of(7), .. s_one.Items]);

        Assert.Equal(FunctionsDigest.Of(RespValue.Of([s_one])), FunctionsDigest.Of(RespValue.Of([more])));
    }

    [Fact]
    public void Of_OtherLibraries_IsAnother()
    {
        RespValue[][] sets =
        [
            [s_one], [s_two], [s_one, s_two], [Library("one", "#!lua name=one\nreturn 2")],
            [Library("one", "#!lua name=one\nreturn 1", "JS")], [Library("on", "e#!lua name=one\nreturn 1")],
        ];

        var digests = sets.Select(set => FunctionsDigest.Of(RespValue.Of(set))).ToList();

        Assert.Equal(sets.Length, digests.Distinct().Count());
        Assert.DoesNotContain("", digests);
    }

    [Fact]
    public void Of_ALibraryWithoutCode_IsNoAnswer() => Assert.Throws<FormatException>(() =>
        FunctionsDigest.Of(RespValue.Of([RespValue.Of([RespValue.Bulk("library_name"), RespValue.Bulk("one")])])));

    private static RespValue Library(string name, string code, string engine = "LUA") => RespValue.Of([
        RespValue.Bulk("library_name"), RespValue.Bulk(name), RespValue.Bulk("engine"), RespValue.Bulk(engine),
        RespValue.Bulk("functions"), RespValue.Of([]), RespValue.Bulk("library_code"), RespValue.Bulk(code)]);
}
