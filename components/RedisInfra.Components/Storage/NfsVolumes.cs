using System.Collections.Immutable;
using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>
/// Static volumes on an NFS server with their claims, bound both ways: each volume takes its claim only, and each claim
/// its volume. The components of this package make their own from <see cref="RedisStorage.Nfs"/>; this is for other
/// workloads. A pod that uses a claim of a shared export mounts the folder of its name (subPathExpr).
/// </summary>
public sealed class NfsVolumes : ComponentResource
{
    /// <summary>The token of the component.</summary>
    public const string Token = "redisinfra:index:NfsVolumes";

    /// <summary>Declares the volumes <paramref name="name"/>.</summary>
    /// <exception cref="ResourceException">Plain arguments break rules; it says every finding, and no object was
    /// declared.</exception>
    public NfsVolumes(string name, NfsVolumesArgs args, ComponentResourceOptions? options = null)
        : base(Token, name, args, options)
    {
        this.RefuseIfAny(NfsVolumesValidation.CheckShape(name, args));
        var accepted = Output.Create(CheckValuesAsync(name, args));
        var scope = new NfsVolumesScope(name, this, accepted.Apply(_ => args.Namespace));
        var pairs = PairsOf(name, args);
        var made = pairs.SelectMany(pair => NfsExport.Of(scope, args.Export, pair)).ToList();

        // From the objects' URNs: who uses these comes after volumes that are bound, and previews still show them.
        var done = Output.All(made.Select(resource => resource.Urn));
        Claims = done.Apply(_ => pairs.Select(pair => pair.Claim).ToImmutableArray());
        Volumes = Output.Tuple(done, scope.Namespace)
            .Apply(parts => pairs.Select(pair => $"{parts.Item2}-{pair.Volume}").ToImmutableArray());
        Places = Output.All(args.Members.Select(member => NfsExport.Place(args.Export, member)));
        RegisterOutputs();
    }

    /// <summary>The claims' names, in the order of the members.</summary>
    [Output("claims")]
    public Output<ImmutableArray<string>> Claims { get; private set; }

    /// <summary>The volumes' names, which hold the namespace, in the same order.</summary>
    [Output("volumes")]
    public Output<ImmutableArray<string>> Volumes { get; private set; }

    /// <summary>Where each member's files are: "server:/path/member".</summary>
    [Output("places")]
    public Output<ImmutableArray<string>> Places { get; private set; }

    private static List<NfsPair> PairsOf(string name, NfsVolumesArgs args)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Labels.Instance] = name,
            ["app.kubernetes.io/component"] = "volume",
            ["app.kubernetes.io/managed-by"] = "redisinfra",
        };
        return args.Members.Count == 0
            ? [NfsPair.Shared("", name, labels)]
            : [.. args.Members.Select(member => new NfsPair(
                $"volume-{member}", $"claim-{member}", $"{args.ClaimTemplate}-{member}",
                $"{args.ClaimTemplate}-{member}", labels, labels, member))];
    }

    private async Task<bool> CheckValuesAsync(string name, NfsVolumesArgs args)
    {
        this.RefuseIfAny(NfsVolumesValidation.CheckValues(
            name, await Inputs.KnownAsync(args.Namespace).ConfigureAwait(false),
            await Inputs.KnownAsync(args.Export.Size).ConfigureAwait(false),
            await NfsValues.ReadAsync(args.Export).ConfigureAwait(false)));
        return true;
    }
}
