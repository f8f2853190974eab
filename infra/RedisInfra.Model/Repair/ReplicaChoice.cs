using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Repair;

/// <summary>
/// Which replicas follow another master. One that does so throws its copy away, so that copy must be needed by nobody.
/// </summary>
internal static class ReplicaChoice
{
    private const int MaxChain = 10;

    public static (ImmutableArray<RepairStep.Replicate> Steps, ImmutableArray<Diagnostic> Left) Of(
        string where, ObservedCluster observed)
    {
        var steps = new List<RepairStep.Replicate>();
        var left = ImmutableArray.CreateBuilder<Diagnostic>();
        var owners = observed.Live.Where(view => view.Self is { IsMaster: true, Slots.IsEmpty: false }).ToList();
        var followers = owners.ToDictionary(view => view.Self.Id,
            view => observed.Live.Where(other => other.Self.IsReplica && other.Self.Master == view.Self.Id).ToList());
        foreach (var replica in observed.Live.Where(view => view.Self.IsReplica))
        {
            if (replica.Self.Master is { } id && observed.ById(id) is { Self.IsMaster: true }) continue;
            var to = Head(observed, replica);
            if (to is null && replica.KeyCount > 0)
            {
                left.Add(new Diagnostic("RI3406", $"{where}, node {replica.Member.Name}",
                    $"it replicates {MasterOf(observed, replica)}, which is gone, and holds {replica.KeyCount} key(s)",
                    "following another master deletes them, and nothing proves that they are anywhere else",
                    "Look at its keys; when they aren't needed, let it follow a master by hand (CLUSTER REPLICATE)"));
                continue;
            }
            string why = to is null ? $"{MasterOf(observed, replica)}, its master, is gone, and it holds no key"
                : $"{MasterOf(observed, replica)}, its master, is itself a replica";
            to ??= Fewest(owners, followers);
            if (to is null) continue;
            steps.Add(new RepairStep.Replicate(replica.Member, to.Member, why));
            if (followers.TryGetValue(to.Self.Id, out var list)) list.Add(replica);
        }
        // Those that were just given another master are seen as its replicas in the next look.
        if (steps.Count == 0) Spare(where, owners, followers, steps, left);
        return ([.. steps], left.ToImmutable());
    }

    /// <summary>A master without a replica gets one of a master that keeps another whose link is up.</summary>
    private static void Spare(
        string where, List<NodeView.Live> owners, Dictionary<NodeId, List<NodeView.Live>> followers,
        List<RepairStep.Replicate> steps, ImmutableArray<Diagnostic>.Builder left)
    {
        if (followers.Values.All(list => list.Count == 0)) return; // A cluster that is meant to be without replicas.
        foreach (var bare in owners.Where(view => followers[view.Self.Id].Count == 0))
        {
            var donor = owners.Where(view => followers[view.Self.Id].Count(other => other.IsMasterLinkUp) > 1)
                .OrderByDescending(view => followers[view.Self.Id].Count)
                .ThenBy(view => view.Member.Name, StringComparer.Ordinal).FirstOrDefault();
            if (donor is null)
            {
                left.Add(new Diagnostic("RI3407", $"{where}, node {bare.Member.Name}", "no node replicates it",
                    "no other master has a replica to spare", "Start another node and let it replicate this one",
                    Severity.Warning));
                continue;
            }
            var replica = followers[donor.Self.Id].Where(other => other.IsMasterLinkUp)
                .OrderByDescending(other => other.Member.Name, StringComparer.Ordinal).First();
            followers[donor.Self.Id].Remove(replica);
            followers[bare.Self.Id].Add(replica);
            steps.Add(new RepairStep.Replicate(replica.Member, bare.Member,
                $"{bare.Member.Name} has no replica, and {donor.Member.Name} keeps another one"));
        }
    }

    /// <summary>The master at the end of a chain of replicas; null when it ends at a node that is gone.</summary>
    private static NodeView.Live? Head(ObservedCluster observed, NodeView.Live replica)
    {
        var at = replica;
        for (int i = 0; i < MaxChain && at is not null; i++)
        {
            if (at.Self.IsMaster) return at;
            at = at.Self.Master is { } id ? observed.ById(id) : null;
        }
        return null;
    }

    private static NodeView.Live? Fewest(
        List<NodeView.Live> owners, Dictionary<NodeId, List<NodeView.Live>> followers) =>
        owners.OrderBy(view => followers[view.Self.Id].Count)
            .ThenBy(view => view.Member.Name, StringComparer.Ordinal).FirstOrDefault();

    private static string MasterOf(ObservedCluster observed, NodeView.Live replica) =>
        replica.Self.Master is { } id ? observed.NameOf(id) : "nobody";
}
