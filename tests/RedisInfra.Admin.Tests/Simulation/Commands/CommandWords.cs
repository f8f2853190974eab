using System.Buffers.Text;
using System.Text;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>A command's words, read from the bytes that would go over the wire. One is used again and again.</summary>
internal sealed class CommandWords
{
    private readonly List<(int Start, int Length)> _words = [];
    private byte[] _bytes = [];

    public int Count => _words.Count;

    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_words[index].Start, _words[index].Length);

    /// <summary>Takes a command; words of the one before are gone.</summary>
    public void Read(RespCommand command)
    {
        _bytes = command.Encoded;
        _words.Clear();
        int at = 0;
        int count = Number(ref at);
        for (int i = 0; i < count; i++)
        {
            int length = Number(ref at);
            _words.Add((at, length));
            at += length + 2;
        }
        if (at != _bytes.Length) throw new FormatException($"{command.Name} isn't RESP2");
    }

    /// <summary>Whether a word is this one, in any case of letters.</summary>
    public bool Is(int index, string word) => index < Count && Ascii.EqualsIgnoreCase(this[index], word);

    public string Text(int index) => Encoding.UTF8.GetString(this[index]);

    public bool TryInteger(int index, out int value) =>
        Utf8Parser.TryParse(this[index], out value, out int used) && used == this[index].Length;

    public override string ToString() =>
        string.Join(' ', Enumerable.Range(0, Math.Min(Count, 12)).Select(Text)) + (Count > 12 ? $" … ({Count})" : "");

    /// <summary>The number of a line such as "*3" or "$12".</summary>
    private int Number(ref int at)
    {
        if (_bytes[at] is not ((byte)'*' or (byte)'$')) throw new FormatException("not RESP2");
        int value = 0;
        for (at++; _bytes[at] != '\r'; at++) value = value * 10 + _bytes[at] - '0';
        at += 2;
        return value;
    }
}
