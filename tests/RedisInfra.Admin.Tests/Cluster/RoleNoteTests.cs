using RedisInfra.Admin.Cluster;

namespace RedisInfra.Admin.Tests.Cluster;

public sealed class RoleNoteTests
{
    [Theory]
    [InlineData("{title} {listen-addr} {server-mode}")]
    [InlineData("mine")]
    [InlineData("")]
    public void With_AnyTemplate_IsNotedOnceAndComesBack(string template)
    {
        string noted = RoleNote.With(template);

        Assert.False(RoleNote.Has(template));
        Assert.True(RoleNote.Has(noted));
        Assert.Equal(noted, RoleNote.With(noted));
        Assert.Equal(template, RoleNote.Without(noted));
        Assert.Equal(template, RoleNote.Without(template));
    }

    [Fact]
    public void Has_NoSuchSetting_IsFalse() => Assert.False(RoleNote.Has(null));
}
