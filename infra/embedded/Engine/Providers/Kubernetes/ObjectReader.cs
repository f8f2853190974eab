using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>Reads an object for refresh and import.</summary>
internal sealed class ObjectReader(ICluster cluster)
{
    public async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct)
    {
        var known = request.Inputs.IsEmpty ? request.Outputs : request.Inputs;
        var target = (known.IsEmpty ? OfToken(request.Type) : ObjectRef.Of(known)).WithId(request.Id);
        var gone = new ReadResponse { Id = "", Inputs = Bag.Empty, Outputs = Bag.Empty };
        if (await new ServedKinds(cluster).FindAsync(target, ct) is not { } served)
            return gone;
        try
        {
            if (await cluster.GetAsync(served, ct) is not { } live)
                return gone;
            var present = PropertyJson.ToBag(live).SetItem("apiVersion", new(target.ApiVersion));
            var inputs = request.Inputs.IsEmpty
                ? Drift.Imported(present) : Drift.Inputs(request.Inputs, request.Outputs, present);
            inputs = SecretMarks.Mark(inputs, SecretMarks.Mark(inputs, request.Inputs));
            var manager = request.Outputs.Text(Checkpoint.FieldManager) ?? "pulumi-kubernetes";
            return new ReadResponse
            {
                Id = served.Id, Inputs = inputs, Outputs = Checkpoint.Outputs(live, inputs, manager),
            };
        }
        catch (ClusterException e)
        {
            throw new DiagnosticException(KubernetesErrors.Refused(target, "it was read", e));
        }
    }

    /// <summary>"kubernetes:apps/v1:StatefulSet" and "kubernetes:core/v1:Secret" name the kind of what is
    /// imported.</summary>
    private static ObjectRef OfToken(string token)
    {
        var parts = token.Split(':');
        var apiVersion = parts[1].StartsWith("core/", StringComparison.Ordinal) ? parts[1]["core/".Length..] : parts[1];
        return new(apiVersion, parts[2], null, "");
    }
}
