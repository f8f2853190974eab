namespace Kubernetes.Tests;

/// <summary>All classes that use the lab: one after the other, on one running lab.</summary>
[CollectionDefinition(Name)]
public sealed class LabCollection : ICollectionFixture<LabCluster>
{
    public const string Name = "lab";
}
