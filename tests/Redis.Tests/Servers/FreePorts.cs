using System.Net;
using System.Net.Sockets;

namespace Redis.Tests.Servers;

/// <summary>Ports that nobody uses, with room for the bus port 10000 above. Never the same twice in a run.</summary>
public static class FreePorts
{
    private static readonly Lock s_lock = new();
    private static int s_next = 20000 + Random.Shared.Next(0, 10000);

    public static int Next()
    {
        lock (s_lock)
        {
            for (int tries = 0; tries < 10000; tries++)
            {
                s_next = s_next >= 31000 ? 20000 : s_next + 1;
                if (IsFree(s_next) && IsFree(s_next + 10000)) return s_next;
            }
        }
        throw new InvalidOperationException("no free port between 20000 and 31000");
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
