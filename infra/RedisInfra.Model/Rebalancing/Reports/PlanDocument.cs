using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>A plan as data for programs. What has no meaning for a result is left out of its JSON.</summary>
/// <param name="Kind">balanced, steps, resume, notReady or refused.</param>
public sealed record PlanDocument(string Kind)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // Its readers are programs and terminals, not browsers: an apostrophe stays one.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Of the topology that the plan was made for, for carrying out no other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprint { get; init; }

    /// <summary>windows, redisImport or valkeyMigrateSlots.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    /// <summary>How many slots move.</summary>
    public int Slots { get; init; }

    /// <summary>How many keys move.</summary>
    public long Keys { get; init; }

    /// <summary>How many bytes move.</summary>
    public long Bytes { get; init; }

    /// <summary>How long it takes, about, in seconds.</summary>
    public double EstimateSeconds { get; init; }

    /// <summary>Who gives what to whom, in the order in which it begins.</summary>
    public ImmutableArray<MoveItem> Moves { get; init; } = [];

    /// <summary>Functions that are copied first.</summary>
    public ImmutableArray<CopyItem> FunctionCopies { get; init; } = [];

    /// <summary>Members that cluster-allow-replica-migration is no at meanwhile.</summary>
    public ImmutableArray<string> KeepRole { get; init; } = [];

    /// <summary>What an earlier move left, and what is done with it.</summary>
    public ImmutableArray<OpenSlotItem> OpenSlots { get; init; } = [];

    /// <summary>What is waited for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Waiting { get; init; }

    /// <summary>Why it must not be done.</summary>
    public ImmutableArray<FindingItem> Refusals { get; init; } = [];

    /// <summary>What is worth knowing.</summary>
    public ImmutableArray<FindingItem> Warnings { get; init; } = [];

    /// <summary>The document of a result.</summary>
    /// <param name="result">What was planned.</param>
    /// <param name="isGentle">Whether the moves will rest in between, for the time that is told.</param>
    public static PlanDocument Of(RebalanceResult result, bool isGentle = false) => result switch
    {
        RebalanceResult.Steps { Plan: var plan } => Of(plan, MoveSpeed.Of(plan.Method, isGentle)),
        RebalanceResult.Resume resume => new PlanDocument("resume")
        {
            OpenSlots = [.. PlanWords.OpenSlots(resume.Items)
                .Select(open => new OpenSlotItem(open.Slots.ToString(), open.Slots.Count, open.Words))],
            KeepRole = [.. resume.KeepRole.Select(member => member.Name)],
        },
        RebalanceResult.NotReady wait => new PlanDocument("notReady") { Waiting = wait.Reason },
        RebalanceResult.Refused refused => new PlanDocument("refused")
        {
            Refusals = [.. refused.Diagnostics.Select(FindingItem.Of)],
        },
        _ => new PlanDocument("balanced"),
    };

    /// <summary>The document of a plan at a certain speed.</summary>
    public static PlanDocument Of(RebalancePlan plan, MoveSpeed speed) => new("steps")
    {
        Fingerprint = plan.Fingerprint,
        Method = JsonNamingPolicy.CamelCase.ConvertName(plan.Method.ToString()),
        Slots = plan.Slots,
        Keys = plan.Keys,
        Bytes = plan.Bytes,
        EstimateSeconds = Math.Round(MoveEstimate.Of(plan.Moves, speed).TotalSeconds, 1),
        Moves = [.. plan.Moves.Select(MoveItem.Of)],
        FunctionCopies = [.. plan.FunctionCopies.Select(copy => new CopyItem(copy.From.Name, copy.To.Name))],
        KeepRole = [.. plan.KeepRole.Select(member => member.Name)],
        Warnings = [.. plan.Warnings.Select(FindingItem.Of)],
    };

    /// <summary>As JSON, indented.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
