using System.Globalization;
using System.Text;

namespace RedisInfra.Admin.Resp;

/// <summary>One value of RESP2, or a push of RESP3.</summary>
public readonly struct RespValue
{
    private readonly long _integer;
    private readonly object? _content;

    private RespValue(RespKind kind, long integer, object? content) =>
        (Kind, _integer, _content) = (kind, integer, content);

    /// <summary>What it is.</summary>
    public RespKind Kind { get; }

    /// <summary>Whether it is an error reply.</summary>
    public bool IsError => Kind == RespKind.Error;

    /// <summary>Whether it is null.</summary>
    public bool IsNull => Kind == RespKind.Null;

    /// <summary>The bytes of a bulk, simple string or error; empty for others.</summary>
    public ReadOnlyMemory<byte> Bytes => _content as byte[] ?? [];

    /// <summary>The values of an array; empty for others.</summary>
    public IReadOnlyList<RespValue> Items => _content as RespValue[] ?? [];

    /// <summary>The text of a bulk, simple string, error or integer; "" for null.</summary>
    public string Text => Kind == RespKind.Integer
        ? _integer.ToString(CultureInfo.InvariantCulture)
        : Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The number of an integer, or of a text that is one; 0 otherwise.</summary>
    public long Integer => Kind == RespKind.Integer
        ? _integer
        : long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : 0;

    /// <summary>An error's first word: its code.</summary>
    public string ErrorCode => IsError ? Text.Split(' ', 2)[0] : "";

    /// <summary>A null.</summary>
    public static RespValue Null { get; }

    /// <summary>A simple string, error or bulk.</summary>
    public static RespValue Of(RespKind kind, byte[] bytes) => new(kind, 0, bytes);

    /// <summary>An integer.</summary>
    public static RespValue Of(long integer) => new(RespKind.Integer, integer, null);

    /// <summary>An array.</summary>
    public static RespValue Of(RespValue[] items) => new(RespKind.Array, 0, items);

    /// <summary>The values of an array, sent without being asked for.</summary>
    public static RespValue Push(RespValue array) => new(RespKind.Push, 0, array._content);

    /// <summary>A bulk string of text.</summary>
    public static RespValue Bulk(string text) => new(RespKind.Bulk, 0, Encoding.UTF8.GetBytes(text));

    /// <summary>The kind and, for short texts, the text.</summary>
    public override string ToString() => Kind switch
    {
        RespKind.Null => "(null)",
        RespKind.Array or RespKind.Push => $"(array of {Items.Count})",
        RespKind.Bulk => $"(bulk of {Bytes.Length} bytes)",
        _ => Text,
    };
}
