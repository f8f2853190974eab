namespace RedisInfra.Model.Ring;

/// <summary>
/// A server of a pool: <c>host:port:weight name</c>. Its name alone decides which keys it has; its address may change.
/// </summary>
/// <param name="Name">What is hashed: the name that is given, or else "host:port".</param>
/// <param name="Host">A DNS name, an address, or the path of a socket, which begins with "/".</param>
/// <param name="Port">The port; 0 for a socket.</param>
/// <param name="Weight">Its part of the keys, from 1.</param>
public sealed record RingServer(string Name, string Host, int Port, int Weight)
{
    /// <summary>
    /// The port that isn't a part of the name of a server which has none given: libmemcached placed servers so.
    /// </summary>
    public const int UnnamedPort = 11211;

    /// <summary>Whether it is reached over a socket of the machine that the proxy runs on.</summary>
    public bool IsSocket => Host.StartsWith('/');

    /// <summary>Where it is: "host:port", or the path of a socket.</summary>
    public string Endpoint => IsSocket ? Host : $"{Host}:{Port}";

    /// <summary>
    /// The name that a server has when none is given. Of a socket's line nutcracker takes the colon as well.
    /// </summary>
    public static string NameOf(string host, int port) =>
        host.StartsWith('/') ? $"{host}:" : port == UnnamedPort ? host : $"{host}:{port}";

    /// <summary>As a line of a file.</summary>
    public override string ToString()
    {
        string line = $"{Endpoint}:{Weight}";
        return Name == NameOf(Host, Port) ? line : $"{line} {Name}";
    }
}
