namespace RedisInfra.Admin.Resp;

/// <summary>The kinds of RESP2 values.</summary>
public enum RespKind
{
    /// <summary>A null bulk string or array.</summary>
    Null,

    /// <summary><c>+OK</c>.</summary>
    SimpleString,

    /// <summary><c>-ERR …</c>.</summary>
    Error,

    /// <summary><c>:1</c>.</summary>
    Integer,

    /// <summary><c>$…</c>: bytes.</summary>
    Bulk,

    /// <summary><c>*…</c>: values.</summary>
    Array,

    /// <summary><c>&gt;…</c>: values that nobody asked for, of RESP3.</summary>
    Push,
}
