namespace Pulumi;

/// <summary>
/// Marks a struct that stands for a string or a double: it has a constructor from it and an explicit conversion to it.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnumTypeAttribute : Attribute
{
}
