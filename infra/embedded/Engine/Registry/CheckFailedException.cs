using System.Collections.Immutable;

namespace RedisInfra.Embedded.Engine.Registry;

/// <summary>A provider refused inputs; one message for each, in the words of the real engine.</summary>
internal sealed class CheckFailedException(ImmutableArray<string> messages)
    : Exception(string.Join(Environment.NewLine, messages))
{
    public ImmutableArray<string> Messages { get; } = messages;
}
