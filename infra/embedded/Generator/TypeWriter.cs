using System.Text;

namespace RedisInfra.Embedded.Generator;

/// <summary>Writes the types that carry values: arguments, nested outputs, enums.</summary>
internal sealed class TypeWriter(IReadOnlyDictionary<string, ApiType> types)
{
    public void Write(StringBuilder source, ApiType type)
    {
        if (type.Kind == "struct")
            WriteEnum(source, type);
        else if (type.Base == "Pulumi.ResourceArgs")
            WriteArgs(source, type);
        else
            WriteOutput(source, type);
    }

    private void WriteArgs(StringBuilder source, ApiType type)
    {
        source.Append($"public sealed class {type.ShortName} : ResourceArgs\n{{\n");
        foreach (var member in type.Values.Where(m => Reach.IsKnown(types, m)))
            WriteInput(source, member);
        source.Append($"    public {type.ShortName}()\n    {{\n    }}\n\n");
        source.Append($"    public static new {type.ShortName} Empty => new();\n}}\n\n");
    }

    private static void WriteInput(StringBuilder source, ApiMember member)
    {
        var type = Names.Type(member.Type);
        var flags = (member.Required ? ", required: true" : "") + (member.Json ? ", json: true" : "");
        if (type.StartsWith("InputList<", StringComparison.Ordinal)
            || type.StartsWith("InputMap<", StringComparison.Ordinal))
        {
            // A collection is made when it is first asked for, so that a program can add to it without setting it.
            var field = "_" + Names.Camel(member.Name);
            source.Append($"    [Input(\"{member.Wire}\"{flags})]\n    private {type}? {field};\n\n");
            source.Append($"    public {type} {member.Name}\n    {{\n");
            source.Append($"        get => {field} ??= new();\n        set => {field} = value;\n    }}\n\n");
            return;
        }

        var optional = member.Required ? "" : "?";
        var initial = member.Required ? " = null!;" : "";
        source.Append($"    [Input(\"{member.Wire}\"{flags})]\n");
        source.Append($"    public {type}{optional} {member.Name} {{ get; set; }}{initial}\n\n");
    }

    private void WriteOutput(StringBuilder source, ApiType type)
    {
        var fields = type.Values.Where(m => Reach.IsKnown(types, m)).ToList();
        source.Append($"[OutputType]\npublic sealed class {type.ShortName}\n{{\n");
        foreach (var field in fields)
            source.Append($"    public readonly {Names.Type(field.Type)} {field.Name};\n");
        source.Append($"\n    [OutputConstructor]\n    private {type.ShortName}(");
        source.AppendJoin(", ", fields.Select(f => $"{Names.Type(f.Type)} {Names.Parameter(WireOf(type, f))}"));
        source.Append(")\n    {\n");
        foreach (var field in fields)
            source.Append($"        {field.Name} = {Names.Parameter(WireOf(type, field))};\n");
        source.Append("    }\n}\n\n");
    }

    /// <summary>Lists give wire names of inputs only; an output's is that of the input with the same name.</summary>
    private string WireOf(ApiType type, ApiMember field)
    {
        var input = type.Name.Replace(".Types.Outputs.", ".Types.Inputs.") + "Args";
        return types.GetValueOrDefault(input)?.Members.FirstOrDefault(m => m.Name == field.Name)?.Wire
            ?? Names.Camel(field.Name);
    }

    private static void WriteEnum(StringBuilder source, ApiType type)
    {
        var name = type.ShortName;
        source.Append($"[EnumType]\npublic readonly struct {name} : IEquatable<{name}>\n{{\n");
        source.Append(
            $"    private readonly string _value;\n\n    private {name}(string value) => _value = value;\n\n");
        foreach (var value in type.Members.Where(m => m is { IsStatic: true, Shape: MemberShape.Property }))
            source.Append($"    public static {name} {value.Name} {{ get; }} = new(\"{value.Name}\");\n");
        source.Append($$"""

                public static bool operator ==({{name}} left, {{name}} right) => left.Equals(right);

                public static bool operator !=({{name}} left, {{name}} right) => !left.Equals(right);

                public static explicit operator string({{name}} value) => value._value;

                public bool Equals({{name}} other) => string.Equals(_value, other._value, StringComparison.Ordinal);

                public override bool Equals(object? obj) => obj is {{name}} other && Equals(other);

                public override int GetHashCode() => _value?.GetHashCode(StringComparison.Ordinal) ?? 0;

                public override string ToString() => _value;
            }


            """);
    }
}
