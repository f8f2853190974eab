using System.Diagnostics;
using RedisInfra.Admin.Ring.Files;
using RedisInfra.Model.Diagnostics;

namespace Redis.Tests.Ring;

/// <summary>
/// Files that the reader takes and refuses are those that a real <c>nutcracker -t</c> does; but for an empty host and
/// an empty name, which nutcracker takes.
/// </summary>
public sealed class NutcrackerFileProofTests : IDisposable
{
    private const string Plain = "a:\n  listen: 127.0.0.1:2\n  redis: true\n  servers:\n   - h:1:1 x\n";
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-ring-").FullName;

    public static TheoryData<string> Texts =>
    [
        Plain, "", "- a\n", "a: b\n", "---\n" + Plain, Plain + "...\n", Plain + Plain,
        Plain + Plain.Replace("a:\n", "b:\n", StringComparison.Ordinal),
        Plain + "b:\n  listen: 127.0.0.1:3\n  servers:\n   - h:1:1 x\n",
        "a:\n  listen: 127.0.0.1:2\n", "a:\n  servers:\n   - h:1:1\n",
        "a:\n  listen: 127.0.0.1:2\n  servers: [ \"h:1:1\" ]\n", "{ a: { listen: \"127.0.0.1:2\" } }\n",
        With("hash: murmur"), With("hash: Murmur"), With("hash: sha1"), With("hash: crc32a"),
        With("distribution: modula"), With("distribution: random"), With("distribution: even"),
        With("hash_tag: \"{}\""), With("hash_tag: \"{\""), With("hash_tag: \"{}}\""), With("hash_tag: é"),
        With("timeout: 0"), With("timeout: -1"), With("timeout: 1s"), With("timeout: 400\n  timeout: 400"),
        With("server_connections: 0"), With("server_connections: 2"), With("redis_db: 3"), With("redis_auth: secret"),
        With("auto_eject_hosts: true"), With("auto_eject_hosts: True"), With("auto_eject_hosts: yes"),
        With("colour: red"), With("preconnect: &x true"), With("preconnect: !!bool true"), With("backlog: 512"),
        Plain.Replace("redis: true", "redis_auth: secret", StringComparison.Ordinal),
        Server("h:1:1"), Server("h:01:1"), Server("h:1"), Server("h:1:0"), Server("h:1:-1"), Server("h:0:1"),
        Server("h:65536:1"), Server("h:1:1 two words"), Server("fd00::1:6379:1"),
        Server("/run/x:1"), Server("/run/x:1 y"), Server("/run:x:1"), Server("/run/x"), Server("h:1:1\n   - h:1:1"),
        Server("h:1:1 y\n   - h:2:2 y"), Server("h:1:1 y\n   - h:1:1 z"), Server("h:1:1\n   - h:01:1"),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Read_AnyFile_RefusesWhatNutcrackerDoes(string text)
    {
        string file = Path.Combine(_folder, "nutcracker.yml");
        await File.WriteAllTextAsync(file, text, _deadline.Token);
        using var process = Process.Start(new ProcessStartInfo(Nutcracker.Program, ["-t", "-c", file])
        {
            RedirectStandardError = true,
        })!;
        string said = await process.StandardError.ReadToEndAsync(_deadline.Token);
        await process.WaitForExitAsync(_deadline.Token);

        Assert.True((process.ExitCode == 0) == IsRead(text), $"nutcracker ends with {process.ExitCode}: {said}");
    }

    public void Dispose()
    {
        _deadline.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string With(string line) =>
        Plain.Replace("  servers:", $"  {line}\n  servers:", StringComparison.Ordinal);

    private static string Server(string line) => Plain.Replace("h:1:1 x", line, StringComparison.Ordinal);

    private static bool IsRead(string text)
    {
        try
        {
            return NutcrackerFile.Read(text, "nutcracker.yml").Length > 0;
        }
        catch (DiagnosticException)
        {
            return false;
        }
    }
}
