using System.CommandLine;
using System.Text;
using System.Text.Json;
using RedisInfra.Embedded.Engine.Display;
using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Embedded.Engine.State;
using Spectre.Console;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary><c>config</c>: lists, reads and changes Pulumi.STACK.yaml.</summary>
internal static class ConfigCommand
{
    public static Command Create(CommandRunner runner)
    {
        var stack = CommandRunner.StackOption();
        stack.Recursive = true;
        var command = new Command("config", "A stack's configuration.") { stack };
        var show = new Option<bool>("--show-secrets") { Description = "Show secret values in clear." };
        var json = new Option<bool>("--json", "-j") { Description = "Print JSON." };
        command.Add(show);
        command.Add(json);
        runner.On(command, (parsed, workspace, token) => ListAsync(
            Open(workspace, parsed.GetValue(stack)), parsed.GetValue(show), parsed.GetValue(json), token));
        command.Add(List(runner, stack));
        command.Add(Get(runner, stack));
        command.Add(Set(runner, stack));
        command.Add(Remove(runner, stack));
        return command;
    }

    private static StackSession Open(Workspace workspace, string? stack) =>
        new(workspace, workspace.Resolve(stack, mayCreate: true));

    private static Command List(CommandRunner runner, Option<string?> stack)
    {
        var show = new Option<bool>("--show-secrets") { Description = "Show secret values in clear." };
        var json = new Option<bool>("--json", "-j") { Description = "Print JSON." };
        var command = new Command("ls", "List the values.") { show, json };
        runner.On(command, (parsed, workspace, token) => ListAsync(
            Open(workspace, parsed.GetValue(stack)), parsed.GetValue(show), parsed.GetValue(json), token));
        return command;
    }

    private static Command Get(CommandRunner runner, Option<string?> stack)
    {
        var key = new Argument<string>("key") { Description = "With or without its namespace." };
        var path = new Option<bool>("--path") { Description = "The key is a path into a value." };
        var command = new Command("get", "Print one value, a secret in clear.") { key, path };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var session = Open(workspace, parsed.GetValue(stack));
            var place = Place(parsed.GetRequiredValue(key), parsed.GetValue(path), workspace);
            var config = await session.ConfigAsync(token);
            var text = config.Values.GetValueOrDefault(place.Key);
            if (text is not null && place.Steps.Count > 0) text = ConfigJson.Find(text, place.Steps);
            if (text is null)
            {
                throw new CommandRefusedException(
                    $"configuration key '{parsed.GetValue(key)}' not found for stack '{session.Stack}'");
            }

            await runner.Host.Out.WriteLineAsync(text);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Set(CommandRunner runner, Option<string?> stack)
    {
        var key = new Argument<string>("key") { Description = "With or without its namespace." };
        var value = new Argument<string?>("value")
        {
            Arity = ArgumentArity.ZeroOrOne, Description = "Read from the terminal or the input when it isn't given.",
        };
        var path = new Option<bool>("--path") { Description = "The key is a path into a value." };
        var secret = new Option<bool>("--secret") { Description = "Encrypt the value." };
        var plaintext = new Option<bool>("--plaintext")
        {
            Description = "Store it in clear though it looks like a secret.",
        };
        var command = new Command("set", "Set one value.") { key, value, path, secret, plaintext };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var session = Open(workspace, parsed.GetValue(stack));
            var place = Place(parsed.GetRequiredValue(key), parsed.GetValue(path), workspace);
            var isSecret = parsed.GetValue(secret);
            var text = parsed.GetValue(value) ?? await ReadAsync(runner.Host, isSecret, token);
            if (!isSecret && !parsed.GetValue(plaintext) && SecretGuess.LooksSecret(place.Key, text))
            {
                throw new CommandRefusedException(
                    $"'{place.Key}' looks like a secret; rerun with --secret to encrypt it, or with --plaintext if "
                        + $"you meant "
                    + "to store it in clear");
            }

            await session.SetConfigAsync(place, text, isSecret, parsed.GetValue(path), token);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove(CommandRunner runner, Option<string?> stack)
    {
        var key = new Argument<string>("key") { Description = "With or without its namespace." };
        var path = new Option<bool>("--path") { Description = "The key is a path into a value." };
        var command = new Command("rm", "Remove one value.") { key, path };
        runner.On(command, async (parsed, workspace, token) =>
        {
            var session = Open(workspace, parsed.GetValue(stack));
            var place = Place(parsed.GetRequiredValue(key), parsed.GetValue(path), workspace);
            return await session.RemoveConfigAsync(place, token)
                ? ExitCode.Done
                : throw new CommandRefusedException(
                    $"configuration key '{parsed.GetValue(key)}' not found for stack '{session.Stack}'");
        });
        return command;
    }

    private static ConfigPath Place(string key, bool isPath, Workspace workspace) =>
        isPath ? ConfigPath.Parse(key, workspace.Project.Name) : ConfigPath.OfKey(key, workspace.Project.Name);

    private static async Task<string> ReadAsync(CommandHost host, bool secret, CancellationToken cancellationToken)
    {
        if (!host.IsTerminal) return (await host.In.ReadToEndAsync(cancellationToken)).TrimEnd('\n', '\r');
        var prompt = new TextPrompt<string>("value:").AllowEmpty();
        return await (secret ? prompt.Secret(null) : prompt).ShowAsync(AnsiConsole.Console, cancellationToken);
    }

    private static async Task<int> ListAsync(
        StackSession session, bool showSecrets, bool json, CancellationToken cancellationToken)
    {
        var output = session.Workspace.Host.Out;
        var secrets = showSecrets ? await session.ConfigAsync(cancellationToken) : null;
        var own = session.Workspace.Project.Defaults.Values.Concat(session.File.Config.Values)
            .GroupBy(v => v.Key).Select(g => g.Last()).OrderBy(v => v.Key, StringComparer.Ordinal).ToList();
        string Text(ConfigValue v) => secrets?.Values[v.Key] ?? (v.IsSecret && !v.IsObject
            ? Redactor.Mark : v.Text(_ => Redactor.Mark));
        if (json)
        {
            using var stream = new MemoryStream();
            await using (var writer = new Utf8JsonWriter(stream, CheckpointJson.Indented))
            {
                writer.WriteStartObject();
                foreach (var value in own)
                {
                    writer.WriteStartObject(value.Key);
                    if (!value.IsSecret || showSecrets) writer.WriteString("value", Text(value));
                    writer.WriteBoolean("secret", value.IsSecret);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
            }

            await output.WriteLineAsync(Encoding.UTF8.GetString(stream.ToArray()));
            return ExitCode.Done;
        }

        string Short(string key) => key.StartsWith(session.Workspace.Project.Name + ":", StringComparison.Ordinal)
            ? key[(session.Workspace.Project.Name.Length + 1)..] : key;
        await TextTable.WriteAsync(output, ["KEY", "VALUE"], own.Select(v => new[] { Short(v.Key), Text(v) }));
        return ExitCode.Done;
    }
}
