using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Common;

/// <summary>The rules on <see cref="RedisUserArgs"/>. Findings go to <c>add</c>: code, what, why, fix.</summary>
internal static class UserRules
{
    /// <summary>All of them are lines of a file in memory that has 1 MiB, and Sentinel writes it anew beside it.
    /// </summary>
    private const int MaxUsers = 100;

    private const int MaxRulesLength = 1000;

    private static readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase)
    {
        "allkeys", "resetkeys", "allchannels", "resetchannels", "allcommands", "nocommands",
    };

    /// <summary>They are about the user as a whole, and so in no selector.</summary>
    private static readonly HashSet<string> _userWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "on", "off", "sanitize-payload", "skip-sanitize-payload", "clearselectors",
    };

    /// <summary>They take passwords away, or the need of one.</summary>
    private static readonly HashSet<string> _openWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "nopass", "resetpass", "reset",
    };

    public static string Place(string field, string name) => $"{field}[\"{name}\"]";

    /// <summary>The rules on names, which are known when the constructor runs.</summary>
    public static void CheckNames(
        string field, IReadOnlyList<RedisUserArgs> users, Action<string, string, string, string> add)
    {
        foreach (var user in users)
            if (!IsName(user.Name))
                add(
                    "RI2311", $"{field} has the name \"{user.Name}\"",
                    "it is one word of a line and a key of a Secret: letters, digits, hyphens, dots and underscores,"
                    + $" a letter or digit first, at most {Naming.MaxLabelLength}", "Choose such a name");
            else if (user.Name is "default" or MonitoringDefaults.User)
                add(
                    "RI2312", $"{field} has \"{user.Name}\"", "the component signs in as that user itself",
                    "Choose another name");
        foreach (var twice in users.GroupBy(user => user.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            add(
                "RI2313", $"{field} has \"{twice.Key}\" {twice.Count()} times", "a name is one user",
                "Keep one of them");
        if (users.Count > MaxUsers)
            add(
                "RI2314", $"{field} has {users.Count} users", $"{MaxUsers} are as many as pods have room for",
                "Let applications share users");
    }

    /// <summary>The rules on the other inputs of a user.</summary>
    public static void Check(UserValues user, Action<string, string, string, string> add)
    {
        ValueRules.Password(user.Password, add, $"{user.Place}.Password");
        if (user.Rules is not { } rules) return;
        var place = $"{user.Place}.Rules";
        if (rules.Length > MaxRulesLength || rules.Any(c => char.IsControl(c) || c is '"' or '\''))
        {
            add(
                "RI2315", $"{place} is longer than {MaxRulesLength} characters, or has a line break or a quote",
                "it is the end of a line that Redis reads", "Write it on one line without quotes");
            return;
        }

        var words = Words(rules);
        if (words.Length == 0)
            add("RI2316", $"{place} is empty", "a user without rules may nothing", "Write what the user may");
        CheckWords(place, words, add);
    }

    /// <summary>The words of a user's rules.</summary>
    public static string[] Words(string rules) => rules.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void CheckWords(string place, string[] words, Action<string, string, string, string> add)
    {
        var isSelector = false;
        var wrong = new List<string>();
        var open = new List<string>();
        foreach (var word in words)
        {
            var rule = word;
            if (!isSelector && rule[0] == '(') (isSelector, rule) = (true, rule[1..]);
            var isLast = isSelector && rule.EndsWith(')');
            if (isLast) rule = rule[..^1];
            if (IsAboutPasswords(rule)) open.Add(Shown(rule));
            else if (!IsRule(rule, isSelector)) wrong.Add(word);
            isSelector &= !isLast;
        }

        if (open.Count > 0)
            add(
                "RI2317", $"{place} has {string.Join(", ", open.Distinct(StringComparer.Ordinal))}",
                "nobody signs in without a password, and it is kept in Secrets only",
                "Leave it out, and set Password, or neither: then 32 random characters are made");
        if (wrong.Count > 0)
            add(
                "RI2318", $"{place} has \"{string.Join("\", \"", wrong.Distinct(StringComparer.Ordinal))}\"",
                "that is no ACL rule",
                "Write rules such as +get, -@dangerous, +client|setname, ~key:*, %R~key:*, &channel:* or"
                + " (+get ~other:*)");
        if (isSelector)
            add("RI2318", $"{place} opens a selector and doesn't close it", "Redis takes none such", "Add the \")\"");
    }

    /// <summary>What starts like a password isn't shown.</summary>
    private static string Shown(string rule) =>
        _openWords.Contains(rule) ? $"\"{rule}\"" : $"a word with \"{rule[0]}\"";

    private static bool IsName(string name) =>
        name.Length is > 0 and <= Naming.MaxLabelLength && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    private static bool IsAboutPasswords(string rule) =>
        rule is ['>' or '<' or '#' or '!', ..] || _openWords.Contains(rule);

    /// <summary>By its shape: which commands and categories there are depends on the server and its modules.</summary>
    private static bool IsRule(string word, bool isSelector) => word switch
    {
        ['~' or '&', ..] => word.Length > 1,
        ['%', .. var rest] => IsKeyPermission(rest),
        ['+' or '-', '@', .. var category] => category.Length > 0 && category.All(char.IsAsciiLetter),
        ['+' or '-', .. var command] => IsCommand(command.Split('|')),
        _ => _words.Contains(word) || (!isSelector && _userWords.Contains(word)),
    };

    private static bool IsKeyPermission(string rest) => rest.IndexOf('~') is var at and > 0
        && at < rest.Length - 1 && rest[..at].ToUpperInvariant() is "R" or "W" or "RW" or "WR";

    private static bool IsCommand(string[] parts) => parts.Length <= 2 && parts.All(part =>
        part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
}
