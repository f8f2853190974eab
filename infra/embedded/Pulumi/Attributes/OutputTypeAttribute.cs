namespace Pulumi;

/// <summary>Marks a class that a value becomes: by its constructor marked [OutputConstructor].</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute
{
}
