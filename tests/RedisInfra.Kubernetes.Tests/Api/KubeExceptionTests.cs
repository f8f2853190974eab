using System.Net;

namespace RedisInfra.Kubernetes.Tests.Api;

public sealed class KubeExceptionTests
{
    [Fact]
    public void From_Conflicts_GivesFieldAndManager()
    {
        var e = From(HttpStatusCode.Conflict, """
            {"kind":"Status","reason":"Conflict","message":"Apply failed with 1 conflict","details":{"causes":[
             {"reason":"FieldManagerConflict","message":"conflict with \"kubectl-edit\" using apps/v1",
              "field":".spec.replicas"}]}}
            """);
        Assert.True(e.IsConflict);
        Assert.Equal([new FieldConflict(".spec.replicas", "kubectl-edit")], e.Conflicts);
    }

    [Theory]
    [InlineData("<html>bad gateway</html>", "<html>bad gateway</html>")]
    [InlineData("", "GET /x gave 404")]
    public void From_NoStatusObject_GivesTheBodyOrWhatWasAsked(string body, string message) =>
        Assert.Equal(message, From(HttpStatusCode.NotFound, body).Message);

    [Fact]
    public void IsForbidden_QuotaExceeded_IsNotAboutRights()
    {
        Assert.False(From(HttpStatusCode.Forbidden, """
            {"kind":"Status","reason":"Forbidden","message":"pods \"a\" is forbidden: exceeded quota: q"}
            """).IsForbidden);
        Assert.True(From(HttpStatusCode.Forbidden, """
            {"kind":"Status","reason":"Forbidden","message":"pods is forbidden: User \"u\" cannot list resource"}
            """).IsForbidden);
    }

    private static KubeException From(HttpStatusCode status, string body) =>
        KubeException.From(status, body, "GET /x gave 404", text => text);
}
