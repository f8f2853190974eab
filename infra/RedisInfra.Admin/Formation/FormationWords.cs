using RedisInfra.Model.Formation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Formation;

/// <summary>Plans of forming, in words.</summary>
public static class FormationWords
{
    /// <summary>What steps do, counted: "2 epochs, 2 slot ranges, 6 meetings".</summary>
    public static string Summary(IEnumerable<FormationStep> steps)
    {
        var parts = steps.GroupBy(Kind).Where(group => group.Key.Length > 0)
            .Select(group => $"{group.Count()} {group.Key}{(group.Count() == 1 ? "" : "s")}");
        return string.Join(", ", parts);
    }

    /// <summary>What forming will do: "will form 3 masters and 3 replicas: shard 0 slots 0-5460 on a-0-0, …".</summary>
    public static string Plan(DesiredCluster desired)
    {
        var layout = SlotLayout.Even(desired.Shards.Length);
        int replicas = desired.Members.Count() - desired.Shards.Length;
        var shards = desired.Shards.Select(shard => $"slots {layout[shard.Index]} on {shard.Members[0].Name}");
        return $"will form {desired.Shards.Length} masters and {replicas} replicas: {string.Join(", ", shards)}";
    }

    /// <summary>What a plan will do.</summary>
    public static string Plan(FormationResult plan, DesiredCluster desired)
    {
        switch (plan)
        {
            case FormationResult.Formed: return "the cluster stands; nothing to do";
            case FormationResult.Adopt adopt:
                return $"will adopt the cluster that stands, with {adopt.Differences.Length} difference(s)";
            case FormationResult.NotReady wait: return $"unknown until deployed: {wait.Reason}";
            case FormationResult.Refused refused:
                return $"refused: {string.Join(" ", refused.Diagnostics.Select(diagnostic => diagnostic.ToString()))}";
            case FormationResult.Steps { IsResumed: false }: return Plan(desired);
            case FormationResult.Steps steps:
                var slots = steps.Items.OfType<FormationStep.AddSlots>()
                    .Select(step => $"slots {step.Slots} on {step.Member.Name}");
                var joins = steps.Items.OfType<FormationStep.Replicate>()
                    .Select(step => $"{step.Member.Name} replicates {step.Master.Name}");
                var leads = steps.NewMasters
                    .Select(member => $"{member.Name} joins as the master of shard {member.Shard}");
                var parts = slots.Concat(leads).Concat(joins).DefaultIfEmpty(Summary(steps.Items));
                bool onlyJoins = steps.Items.OfType<FormationStep.AddSlots>().FirstOrDefault() is null;
                return $"{(onlyJoins ? "will complete the cluster" : "will finish what stands half formed")}: "
                    + string.Join(", ", parts);
            default: throw new InvalidOperationException($"bug in RedisInfra: {plan.GetType().Name}");
        }
    }

    private static string Kind(FormationStep step) => step switch
    {
        FormationStep.SetConfig => "setting",
        FormationStep.CopyFunctions => "function copy",
        FormationStep.Reset => "reset",
        FormationStep.SetConfigEpoch => "epoch",
        FormationStep.AddSlots => "slot range",
        FormationStep.Meet => "meeting",
        FormationStep.Replicate => "replica",
        _ => "",
    };
}
