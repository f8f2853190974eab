namespace Pulumi.Experimental;

/// <summary>A resource as a value: a null id is that of a component, a computed one isn't known yet.</summary>
public readonly struct ResourceReference(Urn urn, PropertyValue? id, string version) : IEquatable<ResourceReference>
{
    public Urn URN { get; } = urn;
    public PropertyValue? Id { get; } = id;
    public string PackageVersion { get; } = version;

    public bool Equals(ResourceReference other) =>
        URN == other.URN && Equals(Id, other.Id) && PackageVersion == other.PackageVersion;

    public override bool Equals(object? obj) => obj is ResourceReference other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(URN, Id, PackageVersion);
    public static bool operator ==(ResourceReference left, ResourceReference right) => left.Equals(right);
    public static bool operator !=(ResourceReference left, ResourceReference right) => !left.Equals(right);
}
