using System.Globalization;

namespace RedisInfra.Model.Zookeeper;

/// <summary>
/// One server as the ensemble's configuration has it:
/// <c>server.1=host:2888:3888:participant;0.0.0.0:2181</c> (ZooKeeper, "Dynamic Reconfiguration").
/// </summary>
/// <param name="Id">Its number, from 1: the ordinal of its pod and 1.</param>
/// <param name="Host">Its stable name.</param>
/// <param name="Votes">False for an observer: it has the data and doesn't count for a majority.</param>
public sealed record ZookeeperServer(int Id, string Host, bool Votes = true)
{
    /// <summary>The port of clients.</summary>
    public const int ClientPort = 2181;

    /// <summary>The port that followers connect to at their leader.</summary>
    public const int PeerPort = 2888;

    /// <summary>The port of elections.</summary>
    public const int ElectionPort = 3888;

    private const string Prefix = "server.";

    /// <summary>Its pod: what stands before the first dot of its host.</summary>
    public string Pod => Host.Split('.', 2)[0];

    /// <summary>Reads a line of a configuration; null when it is none of a server.</summary>
    public static ZookeeperServer? Read(string line)
    {
        if (!line.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var (key, value) = Halves(line[Prefix.Length..], '=');
        var (address, _) = Halves(value, ';');
        var parts = address.Split(':');
        if (parts.Length is not (3 or 4) || parts[0].Length == 0) return null;
        return int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0
            ? new ZookeeperServer(id, parts[0], parts.Length == 3 || parts[3] != "observer")
            : null;
    }

    /// <summary>The line of a configuration.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{Id}={Host}:{PeerPort}:{ElectionPort}:{(Votes ? "participant" : "observer")};0.0.0.0:{ClientPort}");

    private static (string, string) Halves(string text, char at)
    {
        int index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
