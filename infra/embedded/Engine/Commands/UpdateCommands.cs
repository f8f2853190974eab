using System.CommandLine;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Display;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary><c>up</c>, <c>preview</c>, <c>refresh</c>, <c>destroy</c>, <c>import</c>.</summary>
internal static class UpdateCommands
{
    public static Command Up(CommandRunner runner)
    {
        var f = new UpdateFlags();
        var command = new Command("up", "Create or update the resources of a stack.")
        {
            f.Stack, f.Yes, f.SkipPreview, f.Diff, f.Json, f.Target, f.TargetDependents, f.Replace, f.Refresh,
            f.Parallel,
            f.Message, f.ExpectNoChanges, f.ContinueOnError,
        };
        command.Aliases.Add("update");
        On(runner, command, parsed => UpdateRequest.Of("up", OperationWords.Update, f, parsed));
        return command;
    }

    public static Command Preview(CommandRunner runner)
    {
        var f = new UpdateFlags();
        var command = new Command("preview", "Show what up would do.")
        {
            f.Stack, f.Diff, f.Json, f.Target, f.TargetDependents, f.Replace, f.Refresh, f.Parallel,
            f.Message, f.ExpectNoChanges,
        };
        On(runner, command, parsed =>
            UpdateRequest.Of("preview", OperationWords.Update, f, parsed) with { PreviewOnly = true });
        return command;
    }

    public static Command Refresh(CommandRunner runner)
    {
        var f = new UpdateFlags();
        var previewOnly = new Option<bool>("--preview-only")
        {
            Description = "Only show what would change in the state.",
        };
        var command = new Command("refresh", "Bring the state in line with what exists.")
        {
            f.Stack, f.Yes, f.SkipPreview, f.Diff, f.Json, f.Target, f.Parallel, f.Message, f.ExpectNoChanges,
            previewOnly,
        };
        On(runner, command, parsed => UpdateRequest.Of("refresh", OperationWords.Refresh, f, parsed)
            with { PreviewOnly = parsed.GetValue(previewOnly) });
        return command;
    }

    public static Command Destroy(CommandRunner runner)
    {
        var f = new UpdateFlags();
        var remove = new Option<bool>("--remove") { Description = "Remove the stack and its file afterwards." };
        var previewOnly = new Option<bool>("--preview-only") { Description = "Only show what would be deleted." };
        var command = new Command("destroy", "Delete the resources of a stack.")
        {
            f.Stack, f.Yes, f.SkipPreview, f.Diff, f.Json, f.Target, f.TargetDependents, f.Refresh, f.Parallel,
            f.Message,
            f.ContinueOnError, remove, previewOnly,
        };
        On(runner, command, parsed => UpdateRequest.Of("destroy", OperationWords.Destroy, f, parsed)
            with { Remove = parsed.GetValue(remove), PreviewOnly = parsed.GetValue(previewOnly) });
        return command;
    }

    public static Command Import(CommandRunner runner)
    {
        var f = new UpdateFlags();
        var type = new Argument<string>("type") { Description = "kubernetes:core/v1:Secret, for example." };
        var name = new Argument<string>("name") { Description = "Its name in the program." };
        var id = new Argument<string>("id") { Description = "What its provider knows it by: namespace/name." };
        var parent = new Option<string?>("--parent") { Description = "The parent's URN. Default: the stack." };
        var provider = new Option<string?>("--provider")
        {
            Description = "A provider's URN. Default: the package's default one.",
        };
        var protect = new Option<bool>("--protect")
        {
            Description = "Protect it from deletion.", DefaultValueFactory = _ => true,
        };
        var command = new Command("import", "Take an existing resource into the state.")
        {
            type, name, id, parent, provider, protect, f.Stack, f.Yes, f.SkipPreview, f.Diff, f.Json, f.Parallel,
            f.Message,
        };
        On(runner, command, parsed => UpdateRequest.Of("import", OperationWords.Import, f, parsed) with
        {
            Import = new ImportRequest(
                parsed.GetRequiredValue(type), parsed.GetRequiredValue(name), parsed.GetRequiredValue(id))
            {
                ParentUrn = Urn(parsed.GetValue(parent)),
                ProviderUrn = Urn(parsed.GetValue(provider)),
                Protect = parsed.GetValue(protect),
            },
        });
        return command;
    }

    /// <summary>Pulumi's spelling is "name=urn".</summary>
    private static string Urn(string? option)
    {
        if (option is null) return "";
        var at = option.IndexOf("=urn:", StringComparison.Ordinal);
        return at < 0 ? option : option[(at + 1)..];
    }

    private static void On(CommandRunner runner, Command command, Func<ParseResult, UpdateRequest> request) =>
        runner.On(command, (parsed, workspace, token) =>
            new StackUpdate(runner, workspace, request(parsed)).RunAsync(token));
}
