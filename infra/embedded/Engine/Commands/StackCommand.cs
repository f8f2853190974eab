using System.CommandLine;
using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary><c>stack</c>: which stacks there are, which one is selected, making and removing them.</summary>
internal static class StackCommand
{
    public static Command Create(CommandRunner runner)
    {
        var stack = CommandRunner.StackOption();
        stack.Recursive = true;
        var command = new Command("stack", "Stacks and their outputs.") { stack };
        runner.On(command, (parsed, workspace, token) => ShowAsync(workspace, parsed.GetValue(stack), token));
        command.Add(List(runner));
        command.Add(Init(runner));
        command.Add(Select(runner, stack));
        command.Add(Unselect(runner));
        command.Add(Remove(runner, stack));
        command.Add(StackDataCommands.Output(runner, stack));
        command.Add(StackDataCommands.Export(runner, stack));
        command.Add(StackDataCommands.Import(runner, stack));
        return command;
    }

    private static async Task<int> ShowAsync(Workspace workspace, string? option, CancellationToken cancellationToken)
    {
        var session = new StackSession(workspace, workspace.Resolve(option, mayCreate: false));
        var snapshot = await session.LoadAsync(cancellationToken);
        var output = workspace.Host.Out;
        await output.WriteLineAsync($"Current stack is {session.Stack}:");
        await output.WriteLineAsync($"    Managed by {Environment.MachineName}");
        await output.WriteLineAsync($"    Last updated: {snapshot.Manifest.Time}");
        await output.WriteLineAsync($"Current stack resources ({snapshot.Resources.Count}):");
        await TextTable.WriteAsync(
            output, ["TYPE", "NAME"], snapshot.Resources.Select(r => new[] { r.Type, Steps.Urns.Name(r.Urn) }), "    ");
        return ExitCode.Done;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("ls", "List the project's stacks.");
        runner.On(command, async (_, workspace, token) =>
        {
            var rows = new List<string[]>();
            foreach (var name in workspace.KnownStacks)
            {
                var stack = new StackName(workspace.Project.Name, name);
                var updated = workspace.Backend.ModifiedAt(stack);
                var mark = name == workspace.Selected ? "*" : "";
                rows.Add(updated is null
                    ? [name + mark, "n/a (only its file; up creates it)", "n/a"]
                    : [name + mark, $"{updated.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC",
                        await CountAsync(workspace, stack, token)]);
            }

            await TextTable.WriteAsync(runner.Host.Out, ["NAME", "LAST UPDATE", "RESOURCE COUNT"], rows);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> CountAsync(Workspace workspace, StackName stack,
        CancellationToken cancellationToken)
    {
        try
        {
            var content = await FileBackend.ReadAsync(workspace.Backend.StateFile(stack)!, cancellationToken);
            return CheckpointSerializer.ReadWithoutSecrets(CheckpointDocument.Parse(content))
                .Resources.Count.ToString();
        }
        catch (Exception e) when (StateLoader.IsDamage(e))
        {
            return "damaged";
        }
    }

    private static Command Init(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "The new stack's name." };
        var command = new Command("init", "Make an empty stack and select it.") { name };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var text = parsed.GetRequiredValue(name);
            var stack = StackName.TryParse(text, workspace.Project.Name)
                ?? throw StackFindings.NoName(text);
            if (workspace.Backend.Exists(stack)) throw new CommandRefusedException($"stack '{stack}' already exists");
            using (await workspace.Backend.LockAsync(stack, token))
                await new StackSession(workspace, stack).CreateAsync(token);
            await workspace.SelectAsync(stack, token);
            await runner.Host.Out.WriteLineAsync($"Created stack '{stack}'");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Select(CommandRunner runner, Option<string?> option)
    {
        var name = new Argument<string?>("stack") { Arity = ArgumentArity.ZeroOrOne, Description = "The stack." };
        var create = new Option<bool>("--create", "-c") { Description = "Make it when there is none." };
        var command = new Command("select", "Choose the stack that commands work on.") { name, create };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var text = parsed.GetValue(name) ?? parsed.GetValue(option)
                ?? throw new CommandRefusedException("name the stack to select");
            var parsedName = StackName.TryParse(text, workspace.Project.Name);
            if (parsed.GetValue(create) && parsedName is not null && !workspace.Backend.Exists(parsedName))
            {
                using (await workspace.Backend.LockAsync(parsedName, token))
                    await new StackSession(workspace, parsedName).CreateAsync(token);
                await runner.Host.Out.WriteLineAsync($"Created stack '{parsedName}'");
            }

            await workspace.SelectAsync(workspace.Resolve(text, mayCreate: true), token);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Unselect(CommandRunner runner)
    {
        var command = new Command("unselect", "Choose no stack.");
        runner.On(command, async (_, workspace, token) =>
        {
            await workspace.SelectAsync(null, token);
            await runner.Host.Out.WriteLineAsync("Stack was unselected");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove(CommandRunner runner, Option<string?> option)
    {
        var name = new Argument<string?>("stack") { Arity = ArgumentArity.ZeroOrOne, Description = "The stack." };
        var force = new Option<bool>("--force", "-f")
        {
            Description = "Even if it still has resources: they are forgotten, not deleted.",
        };
        var keep = new Option<bool>("--preserve-config") { Description = "Keep Pulumi.STACK.yaml." };
        var yes = UpdateFlags.YesOption();
        var command = new Command("rm", "Remove a stack and its configuration file.") { name, force, keep, yes };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var stack = workspace.Resolve(parsed.GetValue(name) ?? parsed.GetValue(option), mayCreate: false);
            if (!await Confirmation.AskAsync(
                runner.Host, $"This will permanently remove the '{stack}' stack!", parsed.GetValue(yes), token))
                return ExitCode.Failed;
            await RemoveAsync(workspace, stack, parsed.GetValue(force), parsed.GetValue(keep), token);
            await runner.Host.Out.WriteLineAsync($"Stack '{stack}' has been removed!");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Also what <c>destroy --remove</c> ends with.</summary>
    public static async Task RemoveAsync(
        Workspace workspace, StackName stack, bool force, bool keepFile, CancellationToken cancellationToken)
    {
        using var held = await workspace.Backend.LockAsync(stack, cancellationToken);
        if (!force && await HasResourcesAsync(workspace, stack, cancellationToken))
        {
            throw new CommandRefusedException(
                $"'{stack}' still has resources; removal rejected. `redisinfra destroy --stack {stack}` deletes them, "
                    + $"--force forgets them");
        }

        await workspace.Backend.RemoveAsync(stack, cancellationToken);
        if (!keepFile) File.Delete(StackFile.PathOf(workspace.Project.Root, stack.Name));
        if (workspace.Selected == stack.Name) await workspace.SelectAsync(null, cancellationToken);
    }

    /// <summary>Needs no passphrase: a stack whose passphrase is lost can still be removed.</summary>
    private static async Task<bool> HasResourcesAsync(
        Workspace workspace, StackName stack, CancellationToken cancellationToken)
    {
        try
        {
            var content = await FileBackend.ReadAsync(workspace.Backend.StateFile(stack)!, cancellationToken);
            return CheckpointSerializer.ReadWithoutSecrets(CheckpointDocument.Parse(content)).Resources
                .Any(r => r.Type != Steps.Urns.StackType && !Steps.Urns.IsProviderType(r.Type));
        }
        catch (Exception e) when (StateLoader.IsDamage(e))
        {
            throw new CommandRefusedException(
                $"the state of '{stack}' is damaged, so whether it has resources can't be told; --force removes it "
                    + $"all the same");
        }
    }
}
