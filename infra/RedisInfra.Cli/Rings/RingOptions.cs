using System.CommandLine;
using RedisInfra.Admin.Ring.Files;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Cli.Rings;

/// <summary>The options that every ring command has.</summary>
internal sealed class RingOptions(Func<string, string?> variable, bool needsFrom)
{
    private readonly AccessOptions _access = new(variable);

    private readonly Option<string?> _from = new("--from")
    {
        Description = "The nutcracker configuration that proxies have now.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "The nutcracker configuration that they are to have.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _pool = new("--pool")
    {
        Description = "Which pool; needed when the files have several.",
        HelpName = "NAME",
    };

    private readonly NumberOption _timeout = NumberOption.Duration(
        "--timeout", "For the whole command: 30s, 10m, 2h.", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));

    public Option<bool> Json { get; } = new("--json", "-j") { Description = "One JSON document." };

    public void AddTo(Command command)
    {
        Option[] all = [_from, _to, _pool, _timeout.Option, Json];
        foreach (var option in all)
        {
            command.Add(option);
        }

        _access.AddTo(command);
    }

    /// <exception cref="DiagnosticException">Something is wrong with the options or the files; all of it.</exception>
    public RingTarget Read(ParseResult parsed)
    {
        var findings = new Findings();
        var from = Pool(_from, parsed, findings, needsFrom);
        var to = Pool(_to, parsed, findings, isNeeded: true);
        var access = _access.Read(parsed, findings);
        var timeout = _timeout.ReadDuration(parsed, findings);
        findings.ThrowIfAny();
        return new RingTarget(from ?? to!, to!, access, timeout);
    }

    private RingPool? Pool(Option<string?> option, ParseResult parsed, Findings findings, bool isNeeded)
    {
        var path = parsed.GetValue(option);
        if (path is null)
        {
            if (isNeeded)
            {
                findings.Add("RI6036", option.Name, "it isn't given", "nothing else tells the ring",
                    "Name a nutcracker configuration");
            }

            return null;
        }

        try
        {
            var name = Path.GetFileName(path);
            return NutcrackerFile.Choose(
                NutcrackerFile.Read(File.ReadAllText(path), name), parsed.GetValue(_pool), name);
        }
        catch (DiagnosticException wrong)
        {
            foreach (var found in wrong.Diagnostics)
            {
                findings.Add(found);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            findings.Add("RI6033", option.Name, $"{path} is named", $"it can't be read: {failed.Message.TrimEnd('.')}",
                "Name a file that this user may read");
        }

        return null;
    }
}
