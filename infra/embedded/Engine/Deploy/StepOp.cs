namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>What a step does to one resource. Glyphs and words for them are the display's.</summary>
internal enum StepOp
{
    Same,
    Create,
    Update,
    Delete,

    /// <summary>The whole of a replacement, as the user sees it; the parts below carry it out.</summary>
    Replace,

    CreateReplacement,
    DeleteReplaced,
    Read,
    Refresh,
    Import,
}
