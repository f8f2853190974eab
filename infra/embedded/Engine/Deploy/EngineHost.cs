using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>What the engine works for and with: one stack's surroundings, the same for every operation on it.</summary>
internal sealed record EngineHost(StackName Stack, ISnapshotStore Store, IEngineEvents Events, TimeProvider Clock)
{
    public string RootDirectory { get; init; } = "";

    /// <summary>By package.</summary>
    public ImmutableDictionary<string, Func<IEngine, Provider>> Providers { get; init; } =
        ImmutableDictionary<string, Func<IEngine, Provider>>.Empty;

    /// <summary>In clear, by full key ("project:key").</summary>
    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableHashSet<string> SecretConfigKeys { get; init; } = [];
}
