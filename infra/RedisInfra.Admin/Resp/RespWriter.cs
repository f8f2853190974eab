using System.Globalization;
using System.Text;

namespace RedisInfra.Admin.Resp;

/// <summary>Writes RESP2 values.</summary>
internal static class RespWriter
{
    public static void Write(Stream target, RespValue value)
    {
        switch (value.Kind)
        {
            case RespKind.Null:
                target.Write("$-1\r\n"u8);
                break;
            case RespKind.SimpleString:
                Line(target, '+', value.Bytes.Span);
                break;
            case RespKind.Error:
                Line(target, '-', value.Bytes.Span);
                break;
            case RespKind.Integer:
                Number(target, ':', value.Integer);
                break;
            case RespKind.Bulk:
                Number(target, '$', value.Bytes.Length);
                target.Write(value.Bytes.Span);
                target.Write("\r\n"u8);
                break;
            case RespKind.Array:
                Number(target, '*', value.Items.Count);
                foreach (var item in value.Items) Write(target, item);
                break;
        }
    }

    private static void Number(Stream target, char type, long number) =>
        Line(target, type, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private static void Line(Stream target, char type, ReadOnlySpan<byte> text)
    {
        target.WriteByte((byte)type);
        target.Write(text);
        target.Write("\r\n"u8);
    }
}
