using System.Text.RegularExpressions;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>One stack of one project. The file backend has a single organization.</summary>
internal sealed partial record StackName(string Project, string Name)
{
    public const string Organization = "organization";

    /// <summary>As the state file and URN-less places name it: "organization/{project}/{stack}".</summary>
    public string Qualified => $"{Organization}/{Project}/{Name}";

    /// <summary>
    /// Takes "dev", "project/dev" and "organization/project/dev"; null when the name can't be a stack's.
    /// </summary>
    public static StackName? TryParse(string text, string project)
    {
        var parts = text.Split('/');
        var name = parts[^1];
        if (parts.Length > 3 || !Allowed().IsMatch(name)) return null;
        if (parts.Length == 3 && parts[0] != Organization) return null;
        if (parts.Length > 1 && parts[^2] != project) return null;
        return new(project, name);
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,100}$")]
    private static partial Regex Allowed();

    public override string ToString() => Name;
}
