namespace Kubernetes.Tests;

/// <summary>Classes whose clients write and read while things happen, and whose waits are measured: one after the
/// other, on one running lab.</summary>
[CollectionDefinition(Name)]
public sealed class LabCollection : ICollectionFixture<LabCluster>
{
    public const string Name = "lab";
}

/// <summary>Classes that ask a little of the lab and don't measure: one after the other, beside those.</summary>
[CollectionDefinition(Name)]
public sealed class LightLabCollection : ICollectionFixture<LabCluster>
{
    public const string Name = "lab, light";
}
