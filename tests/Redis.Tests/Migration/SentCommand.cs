using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>A command that went to a node.</summary>
/// <param name="Member">The node.</param>
/// <param name="Words">Its words, upper case where they are Redis' own.</param>
public sealed record SentCommand(Member Member, string[] Words)
{
    public bool Is(params string[] words) => words.Length <= Words.Length
        && words.Zip(Words).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>CLUSTER SETSLOT slot WORD.</summary>
    public bool IsSetSlot(string word) => Is("CLUSTER", "SETSLOT") && Words[3] == word;
}
