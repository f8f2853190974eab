using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Cluster;

/// <summary>
/// What a run of ours notes at a node before it sets cluster-allow-replica-migration to no, so that whoever comes after
/// a kill can give the setting back: only the node itself outlives us, and forgets it exactly when it forgets the
/// setting (a restart reads both again; CONFIG REWRITE keeps both). It stands at the end of proc-title-template, a text
/// that nothing but the title in a list of processes comes from. Pure.
/// </summary>
internal static class RoleNote
{
    /// <summary>The setting that holds it, since Redis 6.2.</summary>
    public const string Holder = "proc-title-template";

    /// <summary>The setting that it is about.</summary>
    public const string Setting = "cluster-allow-replica-migration";

    private const string Note = "redisinfra:replica-migration-was-yes";

    /// <summary>Asks for the text that may hold it.</summary>
    public static RespCommand Question { get; } = RespCommand.Of("CONFIG", "GET", Holder);

    /// <summary>The text of an answer; null when the server has no such setting, or doesn't tell.</summary>
    public static string? Template(RespValue reply) => reply.Items.Count > 1 ? reply.Items[1].Text : null;

    /// <summary>Whether a text holds it.</summary>
    public static bool Has(string? template) => template?.EndsWith(Note, StringComparison.Ordinal) == true;

    /// <summary>A text with it, once.</summary>
    public static string With(string template) =>
        Has(template) ? template : template.Length == 0 ? Note : $"{template} {Note}";

    /// <summary>The text as it was.</summary>
    public static string Without(string template) =>
        Has(template) ? template[..^Note.Length].TrimEnd(' ') : template;
}
