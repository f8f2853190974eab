using System.Net;
using StackExchange.Redis;

namespace Redis.Tests.Servers;

/// <summary>The client that our users have.</summary>
internal static class ClusterClient
{
    private const int ConnectTimeoutMs = 20_000;

    /// <summary>
    /// Connects to one node, and waits until the client has found so many and is connected to each: what is sent to one
    /// that it only knows of fails.
    /// </summary>
    public static async Task<ConnectionMultiplexer> ConnectAsync(
        EndPoint endpoint, string? password, int nodes, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationOptions
        {
            Password = password, AbortOnConnectFail = true, ConnectTimeout = ConnectTimeoutMs,
        };
        configuration.EndPoints.Add(endpoint);
        var client = await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken);
        try
        {
            while (!IsWhole(client, nodes)) await Task.Delay(20, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static bool IsWhole(ConnectionMultiplexer client, int nodes)
    {
        var endpoints = client.GetEndPoints();
        return endpoints.Length >= nodes && endpoints.All(endpoint => client.GetServer(endpoint).IsConnected);
    }
}
