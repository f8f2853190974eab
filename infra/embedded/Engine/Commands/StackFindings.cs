using RedisInfra.Embedded.Engine.Projects;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>Why a command finds no stack to work on.</summary>
internal static class StackFindings
{
    public static DiagnosticException NoName(string text) => new(new Diagnostic("RI6027", $"stack \"{text}\"",
        "it can't be a stack's name", "one has letters, digits, dots, dashes and underscores, and at most 100 of them",
        "Write such a name"));

    public static DiagnosticException NoneSelected(Workspace workspace)
    {
        var where = $"project \"{workspace.Project.Name}\"";
        const string What = "no stack is selected";
        return new(workspace.KnownStacks.Count == 0
            ? new Diagnostic("RI6026", where, What, $"there is none in {workspace.Project.Root} yet",
                "`redisinfra stack init NAME` makes one")
            : new Diagnostic("RI6026", where, What, $"it has {Known(workspace)}",
                "Name one with --stack, or select it with `redisinfra stack select`"));
    }

    public static DiagnosticException Unknown(Workspace workspace, StackName stack, bool hasFile)
    {
        var (why, fix) = Reason(workspace, stack.Name, hasFile);
        return new(new Diagnostic("RI6025", $"stack \"{stack.Name}\"", "no stack of this name was made", why, fix));
    }

    private static (string Why, string Fix) Reason(Workspace workspace, string name, bool hasFile)
    {
        if (hasFile) return ($"only its file Pulumi.{name}.yaml is there", $"`redisinfra up --stack {name}` makes it");
        var make = $"`redisinfra stack init {name}`";
        if (workspace.KnownStacks.Count == 0) return ($"there is none in {workspace.Project.Root} yet", $"{make} does");
        var meant = DidYouMean.Find(name, workspace.KnownStacks);
        var fix = meant is null ? $"Name one of those, or make it with {make}"
            : $"Did you mean \"{meant}\"? {make} makes it";
        return ($"the project has {Known(workspace)}", fix);
    }

    private static string Known(Workspace workspace) => string.Join(", ", workspace.KnownStacks);
}
