using RedisInfra.Cli.Deploy;

namespace RedisInfra.Cli.Tests.Deploy;

public sealed class ClusterProbeTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("probe").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("/lab/kubeconfig", false)]
    [InlineData("/lab/../lab/kubeconfig", false)]
    [InlineData("/home/me/prod", true)]
    [InlineData("/lab/kubeconfig:/home/me/prod", true)]
    public void HasOwn_ByVariable_IsAnyButTheLabs(string? asked, bool expected) =>
        Assert.Equal(expected, ClusterProbe.HasOwn(asked, _home, "/lab/kubeconfig"));

    [Fact]
    public void HasOwn_KubectlsOwnFileIsThere_IsTrue()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".kube"));
        File.WriteAllText(Path.Combine(_home, ".kube", "config"), "");
        Assert.True(ClusterProbe.HasOwn(null, _home, "/lab/kubeconfig"));
        Assert.False(ClusterProbe.HasOwn("/lab/kubeconfig", _home, "/lab/kubeconfig"));
    }
}
