using System.Net;
using System.Net.Sockets;

namespace RedisInfra.Kubernetes.Tests.Streams;

public sealed class LocalForwardTests
{
    [Fact]
    public async Task Start_RemoteEnds_TheLocalConnectionEnds()
    {
        await using var forward = LocalForward.Start(_ => Task.FromResult<Stream>(new MemoryStream("bye"u8.ToArray())));
        using var socket = await ConnectAsync(forward);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        Assert.Equal("bye", await reader.ReadToEndAsync());
        Assert.Null(forward.LastError);
    }

    [Fact]
    public async Task Start_RemoteCannotBeReached_TheErrorIsKept()
    {
        await using var forward = LocalForward.Start(_ => throw new IOException("no such pod"));
        using var socket = await ConnectAsync(forward);
        Assert.Equal(0, await socket.ReceiveAsync(new byte[1]));
        Assert.Equal("no such pod", forward.LastError?.Message);
    }

    private static async Task<Socket> ConnectAsync(LocalForward forward)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, forward.Port);
        return socket;
    }
}
