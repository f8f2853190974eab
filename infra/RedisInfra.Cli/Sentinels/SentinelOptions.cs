using System.CommandLine;
using RedisInfra.Admin.Cluster;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Sentinels;

/// <summary>The options that every sentinel command has. Sentinels have users and passwords of their own.</summary>
internal sealed class SentinelOptions(Func<string, string?> variable)
{
    private const string Variable = "REDISINFRA_SENTINEL_PASSWORD";
    private readonly AccessOptions _access = new(variable);

    private readonly AddressList _nodes = new(
        "--nodes", "Sentinels; one that answers is enough, the others and the servers are found from it.");

    private readonly Option<string?> _master = new("--master")
    {
        Description = "What they call the master; needed when they watch several.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _user = new("--sentinel-user")
    {
        Description = "The ACL user at the Sentinels. Default: the default user.",
    };

    private readonly Option<string?> _passwordFile = new("--sentinel-password-file")
    {
        Description = "A file whose first line is the Sentinels' password. "
            + $"Default: the variable {Variable}, else none.",
        HelpName = "FILE",
    };

    private readonly NumberOption _timeout = NumberOption.Duration(
        "--timeout", "For the whole command: 30s, 10m, 2h.", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));

    private readonly Option<bool> _json = new("--json", "-j") { Description = "One JSON document." };

    public void AddTo(Command command)
    {
        Option[] all = [_nodes.Option, _master, _user, _passwordFile, _timeout.Option, _json];
        foreach (var option in all)
        {
            command.Add(option);
        }

        _access.AddTo(command);
    }

    /// <exception cref="DiagnosticException">Something is wrong with the options; all of it.</exception>
    public SentinelTarget Read(ParseResult parsed)
    {
        var findings = new Findings();
        var nodes = _nodes.Read(parsed, findings);
        if (_nodes.Texts(parsed).IsEmpty)
        {
            findings.Add("RI6030", "--nodes", "no Sentinel is named", "nothing else tells which set is meant",
                "Give host:port of at least one Sentinel");
        }

        var servers = _access.Read(parsed, findings);
        var password = Password(parsed, findings);
        var user = parsed.GetValue(_user);
        if (user is not null && password is null)
        {
            findings.Add("RI6036", "--sentinel-user", "it stands there without a password",
                "a user signs in with one", $"Give the password in {Variable} or with --sentinel-password-file");
        }

        var timeout = _timeout.ReadDuration(parsed, findings);
        findings.ThrowIfAny();
        var sentinels = new ClusterAccess { User = user, Password = password, Tls = servers.Tls };
        return new SentinelTarget([.. nodes.Select(node => node.ToString())], parsed.GetValue(_master), servers,
            sentinels, timeout, parsed.GetValue(_json));
    }

    private string? Password(ParseResult parsed, Findings findings)
    {
        if (parsed.GetValue(_passwordFile) is not { } path)
        {
            return variable(Variable) is { Length: > 0 } given ? given : null;
        }

        return ArgumentFile.ReadPassword(_passwordFile, path, findings) is { Length: > 0 } text ? text : null;
    }
}
