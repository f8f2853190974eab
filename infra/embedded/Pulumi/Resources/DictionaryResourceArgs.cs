using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Args whose names are only known at run time.</summary>
public sealed class DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary) : ResourceArgs
{
    internal override IEnumerable<(string Name, object? Value, bool Json)> GetInputs() =>
        dictionary.Select(pair => (pair.Key, pair.Value, false));
}
