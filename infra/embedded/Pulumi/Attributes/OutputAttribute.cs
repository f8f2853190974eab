namespace Pulumi;

/// <summary>Marks an output property of a resource; without a name it is called as the property.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}
