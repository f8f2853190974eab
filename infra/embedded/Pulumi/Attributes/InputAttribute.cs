namespace Pulumi;

/// <summary>Marks a field or property of an args class as an input, with its name on the wire.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute(string name, bool required = false, bool json = false) : Attribute
{
    internal string Name { get; } = name;
    internal bool IsRequired { get; } = required;

    /// <summary>The value travels as JSON text.</summary>
    internal bool IsJson { get; } = json;
}
