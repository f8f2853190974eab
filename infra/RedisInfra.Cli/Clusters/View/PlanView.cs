using System.Globalization;
using System.Text;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Cli.Clusters.Moving;
using RedisInfra.Cli.Status;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Rebalancing;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.View;

/// <summary>A plan for people, for programs, and for a pull request.</summary>
internal static class PlanView
{
    public static void Show(CommandOutput output, RebalanceResult result)
    {
        if (output.IsJson)
        {
            return;
        }

        switch (result)
        {
            case RebalanceResult.Balanced:
                output.Say("balanced: every shard owns its part, nothing has to move");
                break;
            case RebalanceResult.Resume resume:
                output.Say($"an earlier move left {resume.Items.Length} slot(s) open; they are finished or closed "
                    + "first, then the rest is planned:");
                foreach (var step in resume.Items)
                {
                    output.Say($"  {Words(step)}");
                }

                break;
            case RebalanceResult.Steps { Plan: var plan }:
                Show(output, plan);
                break;
        }
    }

    public static object Document(RebalanceResult result) => result switch
    {
        RebalanceResult.Steps { Plan: var plan } => new
        {
            Result = "steps", plan.Fingerprint, Method = plan.Method.ToString(), plan.Slots, plan.Keys, plan.Bytes,
            Moves = plan.Moves.Select(Move),
            FunctionCopies = plan.FunctionCopies.Select(copy => new { From = copy.From.Name, To = copy.To.Name }),
            Warnings = JsonText.Of(plan.Warnings),
        },
        RebalanceResult.Resume resume => new
        {
            Result = "resume",
            OpenSlots = resume.Items.Select(step => new { step.Slot, What = Words(step) }),
        },
        _ => new { Result = "balanced" },
    };

    public static string Markdown(RebalanceResult result)
    {
        if (result is not RebalanceResult.Steps { Plan: var plan })
        {
            return result is RebalanceResult.Resume resume
                ? $"**{resume.Items.Length} open slot(s)** of an earlier move are finished or closed first."
                : "**Balanced**: nothing has to move.";
        }

        var text = new StringBuilder($"**{Total(plan)}**\n\n| from | to | slots | keys | bytes | why |\n")
            .Append("|---|---|--:|--:|--:|---|\n");
        foreach (var move in plan.Moves)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {move.From.Name} | {move.To.Name} | {move.Slots.Count} ")
                .Append(CultureInfo.InvariantCulture, $"| {move.Keys} | {StatusView.Bytes(move.Bytes)} ")
                .Append(CultureInfo.InvariantCulture, $"| {move.Reason} |\n");
        }

        foreach (var warning in plan.Warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {warning}");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\nfingerprint `{plan.Fingerprint}`").ToString();
    }

    public static object Move(SlotMove move) => new
    {
        From = move.From.Name, To = move.To.Name, Slots = $"{move.Slots}", SlotCount = move.Slots.Count, move.Keys,
        move.Bytes, move.Reason,
    };

    public static string Words(OpenSlotStep step) => step switch
    {
        OpenSlotStep.Finish finish => $"slot {step.Slot}: finish it from {finish.From.Name} to {finish.To.Name}, "
            + $"because {step.Reason}",
        OpenSlotStep.Close close => $"slot {step.Slot}: close it at {close.At.Name}, because {step.Reason}",
        OpenSlotStep.Announce announce => $"slot {step.Slot}: tell {announce.Tell.Length} node(s) that "
            + $"{announce.Owner.Name} owns it, because {step.Reason}",
        _ => throw new InvalidOperationException($"bug in RedisInfra: {step.GetType().Name}"),
    };

    private static void Show(CommandOutput output, RebalancePlan plan)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("from", "to");
        foreach (var name in new[] { "slots", "keys", "bytes" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        table.AddColumn("why");
        foreach (var move in plan.Moves)
        {
            table.AddRow(Markup.Escape(move.From.Name), Markup.Escape(move.To.Name),
                ProgressText.Count(move.Slots.Count), ProgressText.Count(move.Keys), StatusView.Bytes(move.Bytes),
                Markup.Escape(move.Reason));
        }

        output.Console.Write(table);
        output.Say(Total(plan));
        foreach (var copy in plan.FunctionCopies)
        {
            output.Say($"functions are copied from {copy.From.Name} to {copy.To.Name} first");
        }

        foreach (var warning in plan.Warnings)
        {
            output.Say($"warning: {warning}");
        }

        output.Say($"fingerprint {plan.Fingerprint}");
    }

    private static string Total(RebalancePlan plan) =>
        $"{ProgressText.Count(plan.Slots)} slots with {ProgressText.Count(plan.Keys)} keys, about "
        + $"{StatusView.Bytes(plan.Bytes)}";
}
