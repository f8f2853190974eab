namespace Pulumi.Testing;

/// <summary>Stands at the root while a test creates resources without a stack class.</summary>
internal sealed class TestStack : Stack
{
}
