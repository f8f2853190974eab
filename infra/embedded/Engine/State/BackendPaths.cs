using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>Where the file backend keeps what, below its ".pulumi" folder.</summary>
internal sealed record BackendPaths(string Root)
{
    public const string UrlVariable = "PULUMI_BACKEND_URL";

    public string Meta => Path.Combine(Root, "meta.yaml");

    /// <summary>Below the project's folder, or where PULUMI_BACKEND_URL=file://… says.</summary>
    public static BackendPaths Find(string projectRoot, Func<string, string?> variable)
    {
        var url = variable(UrlVariable);
        if (string.IsNullOrEmpty(url)) return new(Path.Combine(projectRoot, ".pulumi"));
        const string scheme = "file://";
        if (!url.StartsWith(scheme, StringComparison.Ordinal))
        {
            throw new DiagnosticException(new Diagnostic(
                "RI5008", UrlVariable, $"is {url}", "the embedded engine keeps state in files only",
                "Set it to file://FOLDER, unset it, or install the Pulumi CLI"));
        }

        var folder = url[scheme.Length..];
        var query = folder.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) folder = folder[..query];
        if (folder is "~" || folder.StartsWith("~/", StringComparison.Ordinal))
            folder = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + folder[1..];
        return new(Path.Combine(Path.GetFullPath(folder.Length == 0 ? "." : folder), ".pulumi"));
    }

    public string Stacks(string project) => Path.Combine(Root, "stacks", project);

    public string State(StackName stack) => Path.Combine(Stacks(stack.Project), $"{stack.Name}.json");

    public string Previous(StackName stack) => State(stack) + ".bak";

    public string Backups(StackName stack) => Path.Combine(Root, "backups", stack.Project, stack.Name);

    public string History(StackName stack) => Path.Combine(Root, "history", stack.Project, stack.Name);

    public string Locks(StackName stack) =>
        Path.Combine(Root, "locks", StackName.Organization, stack.Project, stack.Name);

    /// <summary>
    /// Guards the moment of taking a lock. Outside the folder of locks: any file there counts as one.
    /// </summary>
    public string LockGuard(StackName stack) =>
        Path.Combine(Root, "locks", $".{StackName.Organization}.{stack.Project}.{stack.Name}.guard");
}
