using System.Net;
using System.Net.Sockets;

namespace Redis.Tests.Servers;

/// <summary>
/// Ports that nobody uses, with room for the bus port 10000 above, which stays below Kubernetes' node ports (30000 on)
/// and those that the system gives to outgoing connections (32768 on). Never the same twice in a run.
/// </summary>
public static class FreePorts
{
    private const int First = 12_000;
    private const int Count = 8_000;
    private static readonly Lock s_lock = new();
    private static int s_next = First + Random.Shared.Next(0, Count);

    public static int Next()
    {
        lock (s_lock)
        {
            for (int tries = 0; tries < Count; tries++)
            {
                s_next = s_next >= First + Count ? First : s_next + 1;
                if (IsFree(s_next) && IsFree(s_next + 10000)) return s_next;
            }
        }
        throw new InvalidOperationException($"no free port between {First} and {First + Count}");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
