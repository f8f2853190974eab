using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Provider.Volumes;

/// <summary>What has to be done so that claims are as they are declared. Pure.</summary>
/// <param name="Grows">The claims that ask for too little, and for how much they are to ask.</param>
/// <param name="Waits">The claims whose volumes have to have a size before the StatefulSet may go.</param>
/// <param name="Pending">Claims that ask for too little and have no volume yet, and so can't be changed.</param>
/// <param name="LetsGo">Whether the StatefulSet is to be replaced without its pods.</param>
/// <param name="Refusals">Why it can't be.</param>
internal sealed record ExpansionPlan(
    ImmutableArray<(VolumeClaim Claim, string Size)> Grows, ImmutableArray<(VolumeClaim Claim, string Size)> Waits,
    ImmutableArray<VolumeClaim> Pending, bool LetsGo, ImmutableArray<Diagnostic> Refusals)
{
    /// <summary>Whether nothing is to be done.</summary>
    public bool IsEmpty => Grows.IsEmpty && !LetsGo;

    /// <param name="inputs">What is declared.</param>
    /// <param name="old">What was; null when there is nothing before.</param>
    /// <param name="facts">What there is; nothing of it when it couldn't be asked.</param>
    public static ExpansionPlan Of(VolumeExpansionInputs inputs, VolumeExpansionInputs? old, VolumeFacts facts)
    {
        var small = inputs.Claims.SelectMany(claim => inputs.NamesOf(claim)
            .Select(facts.Find).OfType<VolumeClaim>().Where(one => !one.IsOf(claim.Size))
            .Select(one => (Claim: one, claim.Size))).ToList();
        var asking = small.ToLookup(pair => pair.Claim.Asks(pair.Size));
        var grows = asking[false].Where(pair => pair.Claim.IsBound).ToImmutableArray();
        return new ExpansionPlan(
            grows, [.. small.Where(pair => pair.Claim.IsBound)],
            [.. asking[false].Select(pair => pair.Claim).Where(claim => !claim.IsBound)],
            inputs.HasSet && old is not null && inputs.Differs(old),
            [
                .. old is null ? First(inputs, facts) : Changes(inputs, old, facts),
                .. grows.Where(pair => facts.Classes is not null && facts.ClassOf(pair.Claim) is not { Expands: true })
                    .GroupBy(pair => pair.Claim.StorageClass).Select(group => Fixed(inputs, group.Key, [.. group])),
            ]);
    }

    /// <summary>
    /// A StatefulSet that stands and isn't in the state of this resource may be anybody's: it isn't let go of.
    /// </summary>
    private static IEnumerable<Diagnostic> First(VolumeExpansionInputs inputs, VolumeFacts facts)
    {
        foreach (var claim in inputs.Claims)
        {
            if (facts.Templates?.GetValueOrDefault(claim.Name) is not { } size
                || StorageSize.Bytes(size) == StorageSize.Bytes(claim.Size))
                continue;
            yield return new Diagnostic(
                "RI4625", inputs.Where, $"size {claim.Size} is declared for \"{claim.Name}\"",
                $"StatefulSet {inputs.Id} stands with {size}, and no up of a version that lets claims grow has seen it",
                $"Declare {size} and run up; then change the size");
        }
    }

    private static IEnumerable<Diagnostic> Changes(
        VolumeExpansionInputs inputs, VolumeExpansionInputs old, VolumeFacts facts)
    {
        foreach (var claim in inputs.Claims)
        {
            if (old.Find(claim.Name) is not { } was) continue;
            if (StorageSize.Bytes(claim.Size) < StorageSize.Bytes(was.Size))
                yield return new Diagnostic(
                    "RI4620", inputs.Where, $"the size of \"{claim.Name}\" is to go from {was.Size} to {claim.Size}",
                    "volumes can't shrink",
                    $"Leave it at {was.Size}, or declare another deployment with the smaller size and copy the data");
            if (claim.StorageClass != was.StorageClass && OtherClass(inputs, claim, facts) is { } other)
                yield return new Diagnostic(
                    "RI4621", inputs.Where,
                    $"the storage class of \"{claim.Name}\" is to go from {Words(was.StorageClass)} to "
                    + Words(claim.StorageClass),
                    $"{other.Name} is of class \"{other.StorageClass}\", and a claim keeps its class",
                    $"Declare \"{other.StorageClass}\", or another deployment with the other class and copy the data");
        }
    }

    /// <summary>A claim that isn't of the class that is declared.</summary>
    private static VolumeClaim? OtherClass(VolumeExpansionInputs inputs, DeclaredClaim claim, VolumeFacts facts)
    {
        string? declared = claim.StorageClass ?? facts.Classes?.FirstOrDefault(item => item.IsDefault)?.Name;
        return inputs.NamesOf(claim).Select(facts.Find).FirstOrDefault(
            one => one is not null && one.StorageClass != declared);
    }

    private static Diagnostic Fixed(
        VolumeExpansionInputs inputs, string storageClass,
        ImmutableArray<(VolumeClaim Claim, string Size)> grows) => new(
        "RI4622", inputs.Where, $"{Names(grows.Select(pair => pair.Claim))} should grow to {grows[0].Size}",
        storageClass.Length == 0 ? "without a storage class nobody can make a volume larger"
            : $"storage class \"{storageClass}\" doesn't have allowVolumeExpansion: true",
        $"Leave the size at {grows[0].Claim.Asked}, or allow it at the class where its driver can");

    private static string Words(string? storageClass) =>
        storageClass is null ? "the default one" : $"\"{storageClass}\"";

    /// <summary>The names of claims, as a list for messages.</summary>
    public static string Names(IEnumerable<VolumeClaim> claims) =>
        string.Join(", ", claims.Select(claim => claim.Name));
}
