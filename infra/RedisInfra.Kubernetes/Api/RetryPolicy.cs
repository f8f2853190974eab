using System.Net;

namespace RedisInfra.Kubernetes;

/// <summary>Repeats requests that may be repeated: at most 5 times and for 30 s, with pauses that double.</summary>
internal sealed class RetryPolicy(TimeProvider time)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    public async Task<HttpResponseMessage> SendAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> send, bool isIdempotent, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var pause = FirstPause * Math.Pow(2, attempt - 1);
            var isLast = !isIdempotent || attempt == Attempts;
            try
            {
                var response = await send(cancellationToken);
                if (!IsTransient(response.StatusCode) || isLast)
                {
                    return response;
                }

                if (response.Headers.RetryAfter?.Delta is { } asked && asked > pause)
                {
                    pause = asked;
                }

                if (time.GetElapsedTime(start) + pause > Deadline)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (HttpRequestException) when (!isLast && time.GetElapsedTime(start) + pause <= Deadline)
            {
                // The connection was lost; the request may or may not have arrived.
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
