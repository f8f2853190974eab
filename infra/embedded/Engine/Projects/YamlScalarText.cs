using System.Globalization;
using System.Text.RegularExpressions;

namespace RedisInfra.Embedded.Engine.Projects;

/// <summary>How a value is spelled in a YAML file that is edited.</summary>
internal static partial class YamlScalarText
{
    /// <summary>Text: bare where no reader could take it for something else, else in quotes.</summary>
    public static string Of(string text) => Bare().IsMatch(text) && !Reserved().IsMatch(text) ? text : Quote(text);

    /// <summary>What --path takes for a number or a truth value stands there as one.</summary>
    public static string Typed(string text) =>
        text is "true" or "false" || Whole().IsMatch(text) ? text : Of(text);

    /// <summary>Steps that don't exist yet, around a value: <c>{ a: { b: 1 } }</c>.</summary>
    public static string Nest(IEnumerable<string> steps, string value)
    {
        foreach (var step in steps.Reverse())
            value = ConfigPath.Index(step) == 0 ? $"[{value}]" : $"{{ {Of(step)}: {value} }}";
        return value;
    }

    private static string Quote(string text)
    {
        var result = new System.Text.StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\t' => result.Append("\\t"),
                '\r' => result.Append("\\r"),
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff' =>
                    result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z_/][A-Za-z0-9_./+=@-]*(:[A-Za-z0-9_./+=@-]+)*\z")]
    private static partial Regex Bare();

    [GeneratedRegex(@"\A(true|false|null|yes|no|on|off|y|n|~)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();

    [GeneratedRegex(@"\A(0|-?[1-9][0-9]{0,17})\z")]
    private static partial Regex Whole();
}
