using System.Diagnostics;
using System.Text.Json;

namespace Redis.Tests.Commands;

/// <summary>What one run of <c>redisinfra</c> gave.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record CommandLine(int ExitCode, string Out, string Error)
{
    /// <summary>The one document that --json writes.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Runs it to its end; killed when the token fires.</summary>
    public static async Task<CommandLine> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new CommandLine(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>Starts it with its input closed.</summary>
    public static Process Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "redisinfra.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // A runtime that is killed would leave a socket in the temporary folder.
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
        process.StandardInput.Close();
        return process;
    }
}
