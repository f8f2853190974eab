using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Display;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary><c>stack output</c>, <c>stack export</c>, <c>stack import</c>.</summary>
internal static class StackDataCommands
{
    public static Command Output(CommandRunner runner, Option<string?> stack)
    {
        var name = new Argument<string?>("property-name") { Arity = ArgumentArity.ZeroOrOne,
            Description = "One output." };
        var json = new Option<bool>("--json", "-j") { Description = "Print JSON." };
        var show = new Option<bool>("--show-secrets") { Description = "Show secret values in clear." };
        var command = new Command("output", "Print the stack's outputs.") { name, json, show };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var session = new StackSession(workspace, workspace.Resolve(parsed.GetValue(stack), mayCreate: false));
            var snapshot = await session.LoadAsync(token);
            var outputs = snapshot.Resources.FirstOrDefault(r => r.Type == Steps.Urns.StackType && !r.Delete)?.Outputs
                ?? ImmutableDictionary<string, PropertyValue>.Empty;
            var options = (Json: parsed.GetValue(json), Show: parsed.GetValue(show));
            if (parsed.GetValue(name) is not { } wanted)
            {
                await WriteAllAsync(runner.Host.Out, outputs, options.Json, options.Show);
                return ExitCode.Done;
            }

            if (!outputs.TryGetValue(wanted, out var value))
            {
                throw new CommandRefusedException(
                    $"current stack does not have output property '{wanted}'"
                    + (outputs.IsEmpty ? ""
                        : $"; it has {string.Join(", ", outputs.Keys.Order(StringComparer.Ordinal))}"));
            }

            // Asked for by its name a text is printed bare, so that a script can use it.
            await runner.Host.Out.WriteLineAsync(
                options.Json ? Json(value, options.Show) : Bare(value, options.Show));
            return ExitCode.Done;
        });
        return command;
    }

    public static Command Export(CommandRunner runner, Option<string?> stack)
    {
        var file = new Option<string?>("--file") { Description = "Write to this file instead of the output." };
        var show = new Option<bool>("--show-secrets") { Description = "Write secret values in clear." };
        var command = new Command("export", "Print the stack's whole state.") { file, show };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var session = new StackSession(workspace, workspace.Resolve(parsed.GetValue(stack), mayCreate: false));
            var snapshot = await session.LoadAsync(token);
            var text = new CheckpointSerializer(snapshot.Secrets).Export(snapshot, parsed.GetValue(show));
            if (parsed.GetValue(file) is { } path)
                await DurableFile.WriteAsync(Path.GetFullPath(path), Encoding.UTF8.GetBytes(text), null, token);
            else await runner.Host.Out.WriteLineAsync(text);
            return ExitCode.Done;
        });
        return command;
    }

    public static Command Import(CommandRunner runner, Option<string?> stack)
    {
        var file = new Option<string?>("--file") { Description = "Read this file instead of the input." };
        var force = new Option<bool>("--force") { Description = "Even if it is of another stack." };
        var command = new Command("import", "Put a state in place of the stack's.") { file, force };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var name = workspace.Resolve(parsed.GetValue(stack), mayCreate: true);
            var path = parsed.GetValue(file);
            var content = path is null
                ? Encoding.UTF8.GetBytes(await runner.Host.In.ReadToEndAsync(token))
                : await FileBackend.ReadAsync(path, token);
            var session = new StackSession(workspace, name);
            using var held = await workspace.Backend.LockAsync(name, token);
            var snapshot = await ReadAsync(session, content, path ?? "the input", parsed.GetValue(force), token);
            var secrets = session.File.Salt is not null || snapshot.Secrets is not PassphraseSecrets own
                ? await session.WritingSecretsAsync(token)
                : own;
            if (workspace.Backend.StateFile(name) is { } old)
                await workspace.Backend.BackUpAsync(name, await FileBackend.ReadAsync(old, token), token);
            await session.NewStore(secrets).SaveAsync(
                snapshot with { Secrets = secrets, Manifest = Manifest.New(runner.Host.Clock) }, token);
            await runner.Host.Out.WriteLineAsync("Import complete.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<Snapshot> ReadAsync(
        StackSession session, byte[] content, string source, bool force, CancellationToken cancellationToken)
    {
        try
        {
            var document = CheckpointDocument.Parse(content);
            StateLoader.RefuseOtherSecrets(document, source);
            ISecretsManager? secrets = document.Salt is null ? null : await session.Workspace.Passphrases.OpenAsync(
                document.Salt, source, session.Stack.Name, cancellationToken);
            var snapshot = new CheckpointSerializer(secrets).Read(document);
            var prefix = $"urn:pulumi:{session.Stack.Name}::";
            var foreign = snapshot.Resources.FirstOrDefault(r => !r.Urn.StartsWith(prefix, StringComparison.Ordinal));
            if (foreign is not null && !force)
                throw new CommandRefusedException(
                    $"{source} is of another stack: it holds {foreign.Urn}; --force takes it all the same");
            var problems = SnapshotIntegrity.Check(snapshot);
            return problems.IsEmpty
                ? snapshot
                : throw new CommandRefusedException(
                    $"{source} is unsound and was not imported: {string.Join("; ", problems)}");
        }
        catch (Exception e) when (StateLoader.IsDamage(e))
        {
            throw new CommandRefusedException($"{source} {StateLoader.Explain(e)}; nothing was imported");
        }
    }

    private static async Task WriteAllAsync(
        TextWriter output, ImmutableDictionary<string, PropertyValue> outputs, bool json, bool showSecrets)
    {
        if (json)
        {
            await output.WriteLineAsync(Json(new PropertyValue(outputs), showSecrets));
            return;
        }

        if (outputs.IsEmpty)
        {
            await output.WriteLineAsync("No output values currently in this stack");
            return;
        }

        await output.WriteLineAsync($"Current stack outputs ({outputs.Count}):");
        await TextTable.WriteAsync(
            output, ["OUTPUT", "VALUE"],
            outputs.OrderBy(o => o.Key, StringComparer.Ordinal)
                .Select(o => new[] { o.Key, Bare(o.Value, showSecrets) }), "    ");
    }

    private static string Bare(PropertyValue value, bool showSecrets) =>
        value.IsSecret && !showSecrets ? Redactor.Mark
        : value.TryGetString(out var text) ? text
        : Json(value, showSecrets, indented: false);

    private static string Json(PropertyValue value, bool showSecrets, bool indented = true)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, indented ? CheckpointJson.Indented : CheckpointJson.Compact))
            PlainJson.Write(json, value, showSecrets);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
