namespace RedisInfra.Model.Topology;

/// <summary>What a cluster node calls itself: 40 hexadecimal digits that it keeps in nodes.conf for life.</summary>
public readonly record struct NodeId : IComparable<NodeId>
{
    /// <summary>Length of the text.</summary>
    public const int Length = 40;

    private readonly string? _value;

    private NodeId(string value) => _value = value;

    /// <summary>The 40 digits.</summary>
    public string Value => _value ?? "";

    /// <summary>Its first 8 digits: enough for messages.</summary>
    public string Short => Value.Length > 8 ? Value[..8] : Value;

    /// <summary>Reads 40 hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NodeId id)
    {
        id = default;
        if (text.Length != Length) return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigitLower(c)) return false;
        }
        id = new NodeId(text.ToString());
        return true;
    }

    /// <summary>Reads 40 hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is no node id.</exception>
    public static NodeId Parse(string text) =>
        TryParse(text, out var id) ? id
            : throw new FormatException($"\"{text}\" is not a node id of 40 hexadecimal digits");

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The 40 digits.</summary>
    public override string ToString() => Value;
}
