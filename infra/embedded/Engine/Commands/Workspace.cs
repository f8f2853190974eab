using System.Text.Json;
using System.Text.Json.Nodes;
using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>
/// A project on this machine: its stacks, and which one is selected. The selection stands beside the state and not in
/// ~/.pulumi, whose presence says that a Pulumi CLI is in use.
/// </summary>
internal sealed class Workspace
{
    private const string StackVariable = "PULUMI_STACK";

    public Workspace(string root, CommandHost host)
    {
        Host = host;
        Project = ProjectFile.Load(Path.GetFullPath(root));
        Backend = new(BackendPaths.Find(Project.Root, host.Variable), host.Clock);
        Passphrases = host.Passphrases;
    }

    public CommandHost Host { get; }
    public ProjectFile Project { get; }
    public FileBackend Backend { get; }
    public PassphraseSource Passphrases { get; }

    /// <summary>Those that have a state, and those that have a file and can be created from it.</summary>
    public IReadOnlyList<string> KnownStacks =>
        Backend.ListStacks(Project.Name).Union(StackFile.StacksIn(Project.Root)).Order(StringComparer.Ordinal).ToList();

    /// <summary>The selected stack; when there is none, the environment's, or the only one.</summary>
    public string? Selected
    {
        get
        {
            if (ReadSelection() is { } selected) return selected;
            if (Host.Variable(StackVariable) is { Length: > 0 } named) return named;
            return KnownStacks is [var only] ? only : null;
        }
    }

    private string SelectionFile => Path.Combine(Backend.Paths.Root, "workspaces", $"{Project.Name}.json");

    /// <summary>The stack that a command means.</summary>
    /// <param name="option">What --stack says; null for the selected one.</param>
    /// <param name="mayCreate">Whether a stack that has only a file yet will do.</param>
    /// <exception cref="DiagnosticException">RI6025 to RI6027: no such stack.</exception>
    public StackName Resolve(string? option, bool mayCreate)
    {
        var text = option ?? Selected ?? throw StackFindings.NoneSelected(this);
        var stack = StackName.TryParse(text, Project.Name) ?? throw StackFindings.NoName(text);
        if (Backend.Exists(stack)) return stack;
        var hasFile = File.Exists(StackFile.PathOf(Project.Root, stack.Name));
        return mayCreate && hasFile ? stack : throw StackFindings.Unknown(this, stack, hasFile);
    }

    public async Task SelectAsync(StackName? stack, CancellationToken cancellationToken)
    {
        if (stack is null) File.Delete(SelectionFile);
        else
        {
            var content = new JsonObject { ["stack"] = stack.Name }.ToJsonString();
            await DurableFile.WriteAsync(
                SelectionFile, System.Text.Encoding.UTF8.GetBytes(content), previous: null, cancellationToken);
        }
    }

    private string? ReadSelection()
    {
        try
        {
            return File.Exists(SelectionFile)
                ? JsonNode.Parse(File.ReadAllText(SelectionFile))?["stack"]?.GetValue<string>()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
