using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Ring;

/// <summary>The proxies' pods: in each, again.sh makes the proxy ask its shards again.</summary>
internal sealed class KubernetesProxies(IKubernetesPods pods, string selector, string pool, TimeProvider time)
    : IRingProxies
{
    private const string Container = "nutcracker";
    private const string Again = "/etc/redisinfra/again.sh";

    /// <summary>
    /// A container that runs is known to be running after this; one that starts later asks the shards by itself.
    /// </summary>
    private static readonly TimeSpan s_knownWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(500);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var all = await pods.PodsAsync(selector, cancellationToken);
        var answers = await Task.WhenAll(all.Select(pod => StopAsync(pod.Name, cancellationToken)));
        var failed = answers.OfType<string>().ToList();
        if (failed.Count == 0) return;
        throw new IOException(new Diagnostic(
            "RI3464", $"proxies of pool \"{pool}\"", string.Join("; ", failed),
            "as long as one may serve the old ring, what is written through it would be lost",
            "See to these pods, or delete them, and run up again: it continues").ToString());
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var all = (await pods.PodsAsync(selector, cancellationToken)).Where(pod => pod.IsRunning).ToList();
        if (all.Count == 0) return;
        var answers = await Task.WhenAll(all.Select(pod => AskAsync(pod.Name, cancellationToken, pool)));
        // One is enough; the others find the shards' word by themselves.
        if (answers.Any(answer => answer is null)) return;
        throw new IOException(new Diagnostic(
            "RI3465", $"proxies of pool \"{pool}\"", string.Join("; ", answers),
            "clients aren't served before one of them serves", "See to these pods, and run up again: it continues")
            .ToString());
    }

    /// <summary>Null when it doesn't serve what it served; else why that can't be said.</summary>
    private async Task<string?> StopAsync(string name, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            string? why = await AskAsync(name, cancellationToken);
            if (why is null) return null;
            var pod = (await pods.PodsAsync(selector, cancellationToken)).FirstOrDefault(one => one.Name == name);
            if (pod is null || pod.IsOver) return null;
            if (time.GetElapsedTime(start) > s_knownWithin) return pod.IsRunning ? why : null;
            await Task.Delay(s_lookAgain, time, cancellationToken);
        }
    }

    private async Task<string?> AskAsync(string pod, CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            var (code, said) = await pods.ExecAsync(pod, Container, ["sh", Again, .. arguments], cancellationToken);
            return code == 0 ? null : $"{pod}: {said.Trim()}";
        }
        catch (Exception exception) when (exception is IOException || KubernetesPods.IsError(exception))
        {
            return $"{pod}: {exception.Message.TrimEnd('.')}";
        }
    }
}
