using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>What the builders of the volumes share.</summary>
/// <param name="Name">The component's name.</param>
/// <param name="Component">The component.</param>
/// <param name="Namespace">The namespace, once all inputs have passed.</param>
internal sealed record NfsVolumesScope(string Name, NfsVolumes Component, Output<string> Namespace)
    : ComponentScope(Name, Component, Namespace);
