using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Display;
using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>
/// One operation from its command line to its exit code: lock, preview, confirmation, run, backup and history.
/// </summary>
internal sealed class StackUpdate(CommandRunner runner, Workspace workspace, UpdateRequest request)
{
    private readonly Redactor _redactor = new();
    private readonly CommandHost _host = runner.Host;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var stack = workspace.Resolve(request.Stack, request.MayCreate);
        if (!request.PreviewOnly && !request.Yes && !_host.IsTerminal)
            throw new CommandRefusedException(Confirmation.YesNeeded);
        var session = new StackSession(workspace, stack);
        if (request.PreviewOnly)
            return await PreviewOnlyAsync(session, await ConfigAsync(session, cancellationToken), cancellationToken);

        int exit;
        using (var held = await workspace.Backend.LockAsync(stack, cancellationToken))
        {
            foreach (var warning in held.Warnings) await _host.Error.WriteLineAsync($"warning: {warning}");
            exit = await UpdateAsync(session, await ConfigAsync(session, cancellationToken), cancellationToken);
        }

        if (exit == ExitCode.Done && request.Verb == "destroy") await AfterDestroyAsync(stack, cancellationToken);
        return exit;
    }

    private async Task<StackConfig> ConfigAsync(StackSession session, CancellationToken cancellationToken)
    {
        var config = await session.ConfigAsync(cancellationToken);
        foreach (var secret in session.SecretTexts) _redactor.Learn(secret);
        if (runner.Program.BeforeDeploy is not { } prepare) return config;
        var run = new StackRun(
            request.Verb, workspace.Project.Name, session.Stack.Name, workspace.Project.Root, config.Values,
            request.Yes, _host.IsTerminal, line => (request.Json ? _host.Error : _host.Out).WriteLine(line));
        await prepare(run, cancellationToken);
        return config.WithDefaults(run.ConfigDefaults);
    }

    private async Task<int> PreviewOnlyAsync(
        StackSession session, StackConfig config, CancellationToken cancellationToken)
    {
        var snapshot = await session.LoadAsync(cancellationToken);
        using var interrupts = new Interrupts(_host.Error, cancellationToken);
        await using var display = NewDisplay(session.Stack);
        var result = await OperateAsync(session, config, snapshot, isPreview: true, display, null, interrupts.Tokens);
        return await EndAsync(result);
    }

    private async Task<int> UpdateAsync(StackSession session, StackConfig config, CancellationToken cancellationToken)
    {
        if (workspace.Backend.StateFile(session.Stack) is null) await CreateAsync(session, cancellationToken);
        var snapshot = await session.LoadAsync(cancellationToken);
        var secrets = await session.WritingSecretsAsync(cancellationToken);
        using var interrupts = new Interrupts(_host.Error, cancellationToken);
        if (!request.SkipPreview
            && await PreviewAndConfirmAsync(session, config, snapshot, interrupts, cancellationToken) is { } end)
            return end;

        var store = session.NewStore(secrets);
        var started = _host.Clock.GetUtcNow();
        EngineResult result;
        await using (var display = NewDisplay(session.Stack))
            result = await OperateAsync(session, config, snapshot, isPreview: false, display, store, interrupts.Tokens);
        await UpdateHistory.KeepAsync(workspace, session.Stack, request, result, store.Content, started);
        return await EndAsync(result);
    }

    private async Task CreateAsync(StackSession session, CancellationToken cancellationToken)
    {
        await session.CreateAsync(cancellationToken);
        if (workspace.Selected is null || workspace.KnownStacks.Count == 1)
            await workspace.SelectAsync(session.Stack, cancellationToken);
        await (request.Json ? _host.Error : _host.Out).WriteLineAsync($"Created stack '{session.Stack}'");
    }

    /// <summary>Null to go on, else the exit code.</summary>
    private async Task<int?> PreviewAndConfirmAsync(
        StackSession session, StackConfig config, Snapshot snapshot, Interrupts interrupts,
        CancellationToken cancellationToken)
    {
        // With --json one document is printed, that of the update; a preview that fails is the last word.
        var silent = new StringWriter();
        RecordedEvents recorded;
        EngineResult result;
        await using (var display = request.Json
            ? new JsonDisplay(silent, request.Words, session.Stack.Name) : NewDisplay(session.Stack))
        {
            recorded = new RecordedEvents(display);
            result = await OperateAsync(session, config, snapshot, isPreview: true, recorded, null, interrupts.Tokens);
        }

        if (!result.Succeeded)
        {
            if (request.Json) await _host.Out.WriteAsync(silent.ToString());
            return NotDone(result);
        }

        if (request.Yes) return null;
        if (await AskAsync(session.Stack, recorded, cancellationToken)) return null;
        await _host.Error.WriteLineAsync($"error: confirmation declined, not proceeding with the {request.Words.Name}");
        return ExitCode.Failed;
    }

    private async Task<bool> AskAsync(StackName stack, RecordedEvents recorded, CancellationToken cancellationToken)
    {
        var question = request.Verb == "destroy"
            ? $"Do you want to perform this destroy? It deletes all resources of '{stack}' that are shown above."
            : $"Do you want to perform this {request.Words.Name}?";
        while (true)
        {
            var answer = await Confirmation.ChooseAsync(question, ["no", "yes", "details"], cancellationToken);
            if (answer != "details") return answer == "yes";
            await using var details = new DetailedDisplay(_host.Out, request.Words, stack.Name);
            foreach (var engineEvent in recorded.Events) details.Emit(engineEvent);
        }
    }

    private async Task<EngineResult> OperateAsync(
        StackSession session, StackConfig config, Snapshot snapshot, bool isPreview, IEngineEvents display,
        ISnapshotStore? store, RunTokens tokens)
    {
        var events = new RedactedEvents(new ClosingEvents(display, request.Words, tokens.Stop), _redactor);
        using var console = ConsoleCapture.Take(_host, events);
        await using var providers = await RunProviders.OpenAsync(runner.Program, _host);
        var host = new EngineHost(session.Stack, store ?? NoStore.Instance, events, _host.Clock)
        {
            RootDirectory = workspace.Project.Root,
            Providers = providers.Factories,
            Config = config.Values,
            SecretConfigKeys = config.SecretKeys,
        };
        var engine = new StackEngine(host);
        var options = request.Options with { IsPreview = isPreview };
        return request.Verb switch
        {
            "refresh" => await engine.RefreshAsync(snapshot, options, tokens),
            "destroy" => await engine.DestroyAsync(snapshot, options, tokens),
            "import" => await engine.ImportAsync(snapshot, request.Import!, options, tokens),
            _ when isPreview => await engine.PreviewAsync(snapshot, runner.Program.Main, options, tokens),
            _ => await engine.UpAsync(snapshot, runner.Program.Main, options, tokens),
        };
    }

    /// <summary>What was refused was not begun with; any other failure may have left something.</summary>
    private static int NotDone(EngineResult result) => result.IsRefused ? ExitCode.Refused : ExitCode.Failed;

    private async Task<int> EndAsync(EngineResult result)
    {
        if (!result.Succeeded) return NotDone(result);
        if (!request.ExpectNoChanges || result.Changes.All(c => c.Key is StepOp.Same || c.Value == 0))
            return ExitCode.Done;
        await _host.Error.WriteLineAsync("error: no changes were expected but changes occurred");
        return ExitCode.Failed;
    }

    private async Task AfterDestroyAsync(StackName stack, CancellationToken cancellationToken)
    {
        var output = request.Json ? _host.Error : _host.Out;
        if (request.Remove)
        {
            await StackCommand.RemoveAsync(workspace, stack, force: false, keepFile: false, cancellationToken);
            await output.WriteLineAsync(
                $"The resources in the stack have been deleted, and stack '{stack}' has been removed.");
        }
        else if (request.Options.Targets.IsEmpty)
        {
            await output.WriteLineAsync(
                "The resources in the stack have been deleted, but the history and configuration associated with the "
                + "stack are still maintained.\n"
                + $"If you want to remove the stack completely, run `redisinfra stack rm {stack}`.");
        }
    }

    private IRunDisplay NewDisplay(StackName stack) =>
        DisplayChoice.Make(_host, request.Words, stack.Name, request.Json, request.Diff);
}
