using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Cli.Common;

namespace RedisInfra.Cli.Rings;

/// <summary>Stops and starts proxies by the user's own commands.</summary>
internal sealed class ShellSwitch(string stopOld, string startNew, Action<string> say) : IRingSwitch
{
    public Task StopOldAsync(CancellationToken cancellationToken) => RunAsync("--stop-old", stopOld, cancellationToken);

    public Task StartNewAsync(CancellationToken cancellationToken) =>
        RunAsync("--start-new", startNew, cancellationToken);

    private async Task RunAsync(string option, string command, CancellationToken cancellationToken)
    {
        var last = "";
        var code = await Child.RunAsync("/bin/sh", ["-c", command], line =>
        {
            last = line;
            say($"{option}: {line}");
        }, cancellationToken);
        if (code != 0)
        {
            throw new IOException($"RI3452 {option}: the command ended with {code}"
                + (last.Length > 0 ? $" ({last})" : ""));
        }
    }
}
