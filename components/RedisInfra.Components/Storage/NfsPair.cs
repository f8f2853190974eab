namespace RedisInfra.Components.Storage;

/// <summary>The names of one static volume and of the claim that it is for: a pure function of a layout.</summary>
/// <param name="VolumeRole">What the volume's resource is called in its component.</param>
/// <param name="ClaimRole">The same of the claim's.</param>
/// <param name="Volume">The volume's name, but for the namespace in front of it.</param>
/// <param name="Claim">The claim's name.</param>
/// <param name="VolumeLabels">Of the volume.</param>
/// <param name="ClaimLabels">Of the claim.</param>
/// <param name="Member">Whose they are: the pod; null when all members share them.</param>
internal sealed record NfsPair(
    string VolumeRole, string ClaimRole, string Volume, string Claim, Dictionary<string, string> VolumeLabels,
    Dictionary<string, string> ClaimLabels, string? Member)
{
    /// <summary>One for all members.</summary>
    public static NfsPair Shared(string rolePrefix, string claim, Dictionary<string, string> labels) =>
        new($"{rolePrefix}volume", $"{rolePrefix}claim", claim, claim, labels, labels, null);
}
