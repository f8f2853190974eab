using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Standalone;

/// <summary>What the builders of the objects share.</summary>
/// <param name="Component">The component.</param>
/// <param name="Args">Its inputs.</param>
/// <param name="Spec">Its shape.</param>
/// <param name="Namespace">The namespace, once all inputs have passed.</param>
internal sealed record RedisStandaloneScope(
    RedisStandalone Component, RedisStandaloneArgs Args, RedisStandaloneSpec Spec, Output<string> Namespace)
    : ComponentScope(Spec.Name, Component, Namespace);
