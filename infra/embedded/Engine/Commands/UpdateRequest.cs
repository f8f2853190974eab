using System.Collections.Immutable;
using System.CommandLine;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Display;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>One up, preview, refresh, destroy or import as the command line asks for it.</summary>
internal sealed record UpdateRequest(string Verb, OperationWords Words)
{
    public string? Stack { get; init; }
    public bool Yes { get; init; }
    public bool SkipPreview { get; init; }
    public bool PreviewOnly { get; init; }
    public bool Diff { get; init; }
    public bool Json { get; init; }
    public bool ExpectNoChanges { get; init; }
    public bool Remove { get; init; }
    public string Message { get; init; } = "";
    public ImportRequest? Import { get; init; }
    public EngineOptions Options { get; init; } = new();

    /// <summary>Whether the stack may be created, for it has a file.</summary>
    public bool MayCreate => Verb is "up" or "preview" or "import";

    public static UpdateRequest Of(string verb, OperationWords words, UpdateFlags flags, ParseResult parsed) =>
        new(verb, words)
        {
            Stack = parsed.GetValue(flags.Stack),
            Yes = Given(parsed, flags.Yes),
            SkipPreview = Given(parsed, flags.SkipPreview),
            Diff = Given(parsed, flags.Diff),
            Json = Given(parsed, flags.Json),
            ExpectNoChanges = Given(parsed, flags.ExpectNoChanges),
            Message = parsed.GetResult(flags.Message) is null ? "" : parsed.GetValue(flags.Message) ?? "",
            Options = new EngineOptions
            {
                Parallel = Math.Max(1, parsed.GetValue(flags.Parallel)),
                Targets = Texts(parsed, flags.Target),
                TargetDependents = Given(parsed, flags.TargetDependents),
                Replace = Texts(parsed, flags.Replace),
                Refresh = Given(parsed, flags.Refresh),
                ContinueOnError = Given(parsed, flags.ContinueOnError),
            },
        };

    /// <summary>A flag that the command doesn't have isn't given.</summary>
    private static bool Given(ParseResult parsed, Option<bool> option) =>
        parsed.GetResult(option) is not null && parsed.GetValue(option);

    private static ImmutableArray<string> Texts(ParseResult parsed, Option<string[]> option) =>
        parsed.GetResult(option) is null ? [] : [.. parsed.GetValue(option) ?? []];
}
