using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>The options that say how to sign in to servers.</summary>
internal sealed class AccessOptions(Func<string, string?> variable)
{
    private readonly Option<string?> _user = new("--user") { Description = "The ACL user. Default: the default user." };

    private readonly Option<string?> _password = new("--password")
    {
        Description = "The password. Everybody on this machine can read an argument list: better in the variable "
            + "REDISINFRA_PASSWORD (or redis-cli's REDISCLI_AUTH), or in a file (--password-file).",
    };

    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        Description = "A file whose first line is the password.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _tls = new("--tls") { Description = "Speak TLS." };

    private readonly Option<string?> _ca = new("--ca")
    {
        Description = "PEM of the CA to trust, and only it. Default: what this system trusts.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _skipNameCheck = new("--skip-name-check")
    {
        Description = "Accept certificates that name another host; their CA is checked all the same.",
    };

    public void AddTo(Command command)
    {
        Option[] all = [_user, _password, _passwordFile, _tls, _ca, _skipNameCheck];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    public ClusterAccess Read(ParseResult parsed, Findings findings)
    {
        var access = new ClusterAccess
        {
            User = parsed.GetValue(_user),
            Password = Password(parsed, findings),
            Tls = Tls(parsed, findings),
        };
        if (access is { User: not null, Password: null })
        {
            findings.Add("RI6036", "--user", "it stands there without a password", "a user signs in with one",
                "Give the password in REDISINFRA_PASSWORD or with --password-file");
        }

        return access;
    }

    private string? Password(ParseResult parsed, Findings findings)
    {
        var given = parsed.GetValue(_password);
        var file = parsed.GetValue(_passwordFile);
        if (given is not null && file is not null)
        {
            findings.Add("RI6036", "--password", "it stands there beside --password-file", "one password is used",
                "Remove one of them");
            return null;
        }

        if (file is not null)
        {
            return ArgumentFile.ReadPassword(_passwordFile, file, findings);
        }

        var name = new[] { "REDISINFRA_PASSWORD", "REDISCLI_AUTH" }.FirstOrDefault(
            name => !string.IsNullOrEmpty(variable(name)));
        return given ?? (name is null ? null : variable(name));
    }

    private TlsSettings? Tls(ParseResult parsed, Findings findings)
    {
        var file = parsed.GetValue(_ca);
        if (!parsed.GetValue(_tls))
        {
            if (file is not null || parsed.GetValue(_skipNameCheck))
            {
                findings.Add("RI6036", file is null ? "--skip-name-check" : "--ca", "it stands there without --tls",
                    "only TLS has certificates", "Add --tls, or remove it");
            }

            return null;
        }

        var ca = file is null ? null : ArgumentFile.Read(_ca, file, findings);
        if (ca is not null && !IsPem(ca))
        {
            findings.Add("RI6033", "--ca", $"{file} holds no certificate", "a CA is needed in PEM",
                "Name a file with -----BEGIN CERTIFICATE-----");
        }

        return new TlsSettings { CaCertificate = ca, SkipNameCheck = parsed.GetValue(_skipNameCheck) };
    }

    private static bool IsPem(string text)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPem(text);
            return found.Count > 0;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
