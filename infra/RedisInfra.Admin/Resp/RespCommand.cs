using System.Globalization;
using System.Text;

namespace RedisInfra.Admin.Resp;

/// <summary>
/// A command, encoded once. Its name is for messages; its arguments may be secrets and are never shown.
/// </summary>
public sealed class RespCommand
{
    private static readonly string[] s_containers = ["CLUSTER", "CONFIG", "FUNCTION", "CLIENT", "ACL", "MEMORY"];

    private RespCommand(string name, byte[] encoded) => (Name, Encoded) = (name, encoded);

    /// <summary>Its word, or two for commands that have subcommands: <c>CLUSTER NODES</c>.</summary>
    public string Name { get; }

    /// <summary>The bytes as they are sent.</summary>
    internal byte[] Encoded { get; }

    /// <summary>A command of texts.</summary>
    public static RespCommand Of(params ReadOnlySpan<string> words)
    {
        var arguments = new ReadOnlyMemory<byte>[words.Length];
        for (int i = 0; i < words.Length; i++) arguments[i] = Encoding.UTF8.GetBytes(words[i]);
        return Encode(arguments);
    }

    /// <summary>A command whose last argument is binary.</summary>
    public static RespCommand OfBinary(IEnumerable<string> words, ReadOnlyMemory<byte> last) =>
        Encode([.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word)), last]);

    /// <summary>A command of texts and then binary arguments, such as keys.</summary>
    public static RespCommand OfBinary(IReadOnlyList<string> words, IEnumerable<ReadOnlyMemory<byte>> rest) =>
        Encode([.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word)), .. rest]);

    /// <summary>
    /// A transaction: carried out whole, even when this process is killed while it sends, or not at all. The last reply
    /// holds those of the commands, errors among them.
    /// </summary>
    public static IReadOnlyList<RespCommand> Together(IEnumerable<RespCommand> commands) =>
        [Of("MULTI"), .. commands, Of("EXEC")];

    /// <summary>The command's name.</summary>
    public override string ToString() => Name;

    private static RespCommand Encode(ReadOnlyMemory<byte>[] arguments)
    {
        if (arguments.Length == 0) throw new ArgumentException("a command has at least one word", nameof(arguments));
        using var buffer = new MemoryStream();
        Write(buffer, $"*{arguments.Length.ToString(CultureInfo.InvariantCulture)}\r\n");
        foreach (var argument in arguments)
        {
            Write(buffer, $"${argument.Length.ToString(CultureInfo.InvariantCulture)}\r\n");
            buffer.Write(argument.Span);
            Write(buffer, "\r\n");
        }
        string name = Encoding.UTF8.GetString(arguments[0].Span).ToUpperInvariant();
        if (arguments.Length > 1 && s_containers.Contains(name))
            name = $"{name} {Encoding.UTF8.GetString(arguments[1].Span).ToUpperInvariant()}";
        return new RespCommand(name, buffer.ToArray());
    }

    private static void Write(MemoryStream buffer, string text) => buffer.Write(Encoding.ASCII.GetBytes(text));
}
