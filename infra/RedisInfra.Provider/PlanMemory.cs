using System.Globalization;
using System.Text;

namespace RedisInfra.Provider;

/// <summary>
/// Keeps the fingerprint of what a preview saw until the update that follows: these may be two processes. What is older
/// than an hour was shown to somebody else, and doesn't count. Losing it only means that nothing is compared.
/// </summary>
internal sealed class PlanMemory(TimeProvider time, string? folder = null)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(1);
    private readonly string _folder = folder
        ?? Path.Combine(Path.GetTempPath(), $"redisinfra-plans-{Environment.UserName}");

    /// <summary>Keeps it.</summary>
    /// <param name="kind">The kind of resource.</param>
    /// <param name="id">The cluster's id.</param>
    /// <param name="fingerprint">Of what was seen.</param>
    public void Keep(string kind, string id, string fingerprint)
    {
        string now = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
            else Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute);
            File.WriteAllText(PathOf(kind, id), $"{now} {fingerprint}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing is compared then.
        }
    }

    /// <summary>Keeps another one in place of one that is there.</summary>
    public void Replace(string kind, string id, string fingerprint)
    {
        if (Take(kind, id) is not null) Keep(kind, id, fingerprint);
    }

    /// <summary>Gives it, once; null when no preview came before.</summary>
    public string? Take(string kind, string id)
    {
        try
        {
            string path = PathOf(kind, id);
            if (!File.Exists(path)) return null;
            string[] words = File.ReadAllText(path).Split(' ');
            File.Delete(path);
            bool isRead = words.Length == 2
                && long.TryParse(words[0], CultureInfo.InvariantCulture, out long then)
                && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(then) < s_lifetime;
            return isRead ? words[1] : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(string kind, string id) =>
        Path.Combine(_folder, Convert.ToHexStringLower(Encoding.UTF8.GetBytes($"{kind} {id}")));
}
