using RedisInfra.Embedded.Engine.Providers.Kubernetes;
using RedisInfra.Kubernetes;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

public sealed class ServerDefaultsTests
{
    private static readonly FieldConflict Slip = new(".spec.volumeClaimTemplates", "kube-controller-manager");

    [Theory]
    [InlineData(".spec.replicas", "kube-controller-manager")]
    [InlineData(".spec.volumeClaimTemplates", "kubectl")]
    [InlineData(".spec.template", "somebody")]
    public void Explain_AnyRealConflict_IsNotTaken(string field, string manager)
    {
        Assert.False(ServerDefaults.Explain([new FieldConflict(field, manager)]));
        Assert.False(ServerDefaults.Explain([Slip, new FieldConflict(field, manager)]));
    }

    [Fact]
    public void Explain_OnlyTheControllersClaimTemplates_IsTaken()
    {
        Assert.True(ServerDefaults.Explain([Slip]));
        Assert.False(ServerDefaults.Explain([]));
    }
}
