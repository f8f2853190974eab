using System.Net;
using System.Text;

namespace RedisInfra.Kubernetes.Tests.Api;

/// <summary>Answers requests by a script and keeps what was asked.</summary>
internal sealed class FakeServer(Func<HttpRequestMessage, int, (HttpStatusCode Status, string Body)> answer)
    : HttpMessageHandler
{
    public const string CoreKinds = """
        {"resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true},{"name":"pods/exec","kind":"X"},
         {"name":"secrets","kind":"Secret","namespaced":true},
         {"name":"namespaces","kind":"Namespace","namespaced":false}]}
        """;

    public List<string> Asked { get; } = [];

    public KubeClient Client() => new(
        this, new KubeContext("test", "here", "https://server:6443"), TimeProvider.System);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        (HttpStatusCode Status, string Body) given;
        if (path == "/api/v1")
        {
            given = (HttpStatusCode.OK, CoreKinds);
        }
        else
        {
            Asked.Add($"{request.Method} {path}");
            given = answer(request, Asked.Count);
        }

        return Task.FromResult(new HttpResponseMessage(given.Status)
        {
            Content = new StringContent(given.Body, Encoding.UTF8, "application/json"),
        });
    }
}
