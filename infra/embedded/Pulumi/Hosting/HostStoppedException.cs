namespace Pulumi.Hosting;

/// <summary>
/// The host takes nothing more from this program and has told the user why: a resource failed or the run was cancelled.
/// Whatever waits for an answer of <see cref="IMonitor"/> gets this; the program ends without saying anything itself.
/// </summary>
internal sealed class HostStoppedException(string message = "The host has ended this run.") : Exception(message);
