namespace RedisInfra.Kubernetes.Tests.Streams;

public sealed class ExecSessionTests
{
    [Theory]
    [InlineData("""{"status":"Success"}""", 0)]
    [InlineData("""
        {"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}
        """, 3)]
    public void ExitCode_Ended_GivesTheCode(string status, int code) =>
        Assert.Equal(code, ExecSession.ExitCode(status));

    [Fact]
    public void ExitCode_NeverStartedOrLost_Throws()
    {
        var refused = Assert.Throws<KubeException>(() => ExecSession.ExitCode(
            """{"status":"Failure","reason":"InternalError","message":"no such program"}"""));
        Assert.Equal("no such program", refused.Message);
        Assert.Throws<IOException>(() => ExecSession.ExitCode(""));
    }
}
