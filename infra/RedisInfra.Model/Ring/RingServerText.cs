using System.Globalization;
using System.Text;

namespace RedisInfra.Model.Ring;

/// <summary>Reads a server's line, from its end as nutcracker does.</summary>
public static class RingServerText
{
    private const int MaxPort = 65535;

    /// <summary>The server of a line, or null and a clause that says what is wrong.</summary>
    public static RingServer? Read(string line, out string? why)
    {
        why = null;
        if (line.Length == 0) return Wrong("it is empty", out why);
        int space = line.LastIndexOf(' ');
        string? name = space < 0 ? null : line[(space + 1)..];
        string rest = space < 0 ? line : line[..space];
        bool isSocket = line[0] == '/';
        if (!Cut(ref rest, out string weightText)) return Wrong(Form(isSocket), out why);
        string portText = "";
        if (!isSocket && !Cut(ref rest, out portText)) return Wrong(Form(isSocket), out why);
        // nutcracker takes what follows a colon in a socket's path for a port, and refuses it.
        if (rest.Length == 0 || name is "" || (isSocket && rest.Contains(':'))) return Wrong(Form(isSocket), out why);
        int weight = Number(weightText);
        if (weight <= 0) return Wrong($"its weight \"{weightText}\" is no number from 1", out why);
        int port = isSocket ? 0 : Number(portText);
        if (!isSocket && port is < 1 or > MaxPort)
            return Wrong($"its port \"{portText}\" is none from 1 to {MaxPort}", out why);
        // What is hashed is the text as it stands: "host:06379" and "host:6379" are two names.
        string written = isSocket || port == RingServer.UnnamedPort
            ? RingServer.NameOf(rest, port) : $"{rest}:{portText}";
        return new RingServer(name ?? written, rest, port, weight);
    }

    /// <summary>The two characters of a hash tag are two bytes.</summary>
    public static bool IsTag(string text) => Encoding.UTF8.GetByteCount(text) == 2;

    private static string Form(bool isSocket) =>
        isSocket ? "it isn't \"/path:weight name\""
            : "it isn't \"host:port:weight name\", of which the name may be left out";

    private static bool Cut(ref string text, out string last)
    {
        int colon = text.LastIndexOf(':');
        last = colon < 0 ? "" : text[(colon + 1)..];
        if (colon < 0) return false;
        text = text[..colon];
        return true;
    }

    private static RingServer? Wrong(string reason, out string? why)
    {
        why = reason;
        return null;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
