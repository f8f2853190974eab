using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Common;

/// <summary>What the builders of a component's objects share.</summary>
/// <param name="Name">The component's name.</param>
/// <param name="Parent">The component.</param>
/// <param name="Namespace">The namespace; known only when all inputs have passed, so nothing is made of refused
/// ones.</param>
internal abstract record ComponentScope(string Name, ComponentResource Parent, Output<string> Namespace)
{
    /// <summary>What all of the component's objects come after, once it is declared: its preflight, or what another
    /// component that it is part of does first.</summary>
    public Resource? First { get; init; }

    /// <summary>How its servers are watched; null: not at all.</summary>
    public MonitoringParts? Monitoring { get; init; }

    /// <summary>
    /// The options of a child: this component is its parent, and the caller's options aren't its business.
    /// </summary>
    public CustomResourceOptions Child(params Resource[] dependsOn)
    {
        var options = new CustomResourceOptions { Parent = Parent };
        if (First is not null) options.DependsOn.Add(First);
        foreach (var resource in dependsOn) options.DependsOn.Add(resource);
        return options;
    }

    /// <summary>The name of a child.</summary>
    public string ChildName(string role) => $"{Name}-{role}";

    /// <summary>The metadata of an object of the component.</summary>
    public ObjectMetaArgs Meta(Input<string> name, IEnumerable<KeyValuePair<string, string>> labels) => new()
    {
        Name = name,
        Namespace = Namespace,
        Labels = Inputs.Map(labels),
    };
}
