using System.Security.Cryptography;
using System.Text;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>Which engine wrote the state, and when.</summary>
/// <param name="Time">RFC 3339.</param>
/// <param name="Magic">The hex SHA-256 of <paramref name="Version"/>: a file that disagrees was damaged or made by
/// hand.</param>
/// <param name="Version">The engine's version.</param>
internal sealed record Manifest(string Time, string Magic, string Version)
{
    /// <summary>The Pulumi version whose state format this engine writes.</summary>
    public const string EngineVersion = "v3.259.0";

    public static Manifest New(TimeProvider clock) =>
        new(StateTime.Now(clock), MagicOf(EngineVersion), EngineVersion);

    public static string MagicOf(string version) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)));
}
