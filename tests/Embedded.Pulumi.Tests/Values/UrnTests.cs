using Pulumi;

namespace Embedded.Pulumi.Tests.Values;

public sealed class UrnTests
{
    [Fact]
    public void TypeAndName_ChildOfAComponent_AreItsOwn()
    {
        const string urn = "urn:pulumi:dev::prog::a:b:Parent$c:d:Child::name::with colons";
        Assert.Equal("c:d:Child", Urn.Type(urn));
        Assert.Equal("name::with colons", Urn.Name(urn));
        Assert.Throws<ArgumentException>(() => Urn.Type("nonsense"));
        Assert.Throws<ArgumentException>(() => new Urn(""));
    }

    [Fact]
    public async Task Create_WithAndWithoutParent_IsTheUrnTheEngineGives()
    {
        var (inside, outside) = ("", "");
        await TestRun.OfAsync(() =>
        {
            var group = new Group("g");
            Urn.Create("n", "t:i:T").Apply(urn => outside = urn);
            Urn.Create("n", "t:i:T", group).Apply(urn => inside = urn);
        });

        Assert.Equal("urn:pulumi:dev::prog::t:i:T::n", outside);
        Assert.Equal("urn:pulumi:dev::prog::test:index:Group$t:i:T::n", inside);
    }
}
