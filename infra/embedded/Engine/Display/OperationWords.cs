namespace RedisInfra.Embedded.Engine.Display;

/// <summary>What a run is called, before and while it happens.</summary>
/// <param name="Name">In JSON and in refusals: "update".</param>
/// <param name="Preview">"Previewing update".</param>
/// <param name="Doing">"Updating".</param>
/// <param name="PreviewBeat">"previewing update", after an @ while nothing is told.</param>
/// <param name="Beat">"updating".</param>
internal sealed record OperationWords(string Name, string Preview, string Doing, string PreviewBeat, string Beat)
{
    public static readonly OperationWords Update =
        new("update", "Previewing update", "Updating", "previewing update", "updating");

    public static readonly OperationWords Refresh =
        new("refresh", "Previewing refresh", "Refreshing", "previewing refresh", "refreshing");

    public static readonly OperationWords Destroy =
        new("destroy", "Previewing destroy", "Destroying", "previewing destroy", "destroying");

    public static readonly OperationWords Import =
        new("import", "Previewing import", "Importing", "previewing import", "importing");

    public string Header(string stack, bool isPreview) => $"{(isPreview ? Preview : Doing)} ({stack}):";
}
