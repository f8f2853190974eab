using System.Runtime.InteropServices;
using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>
/// Ctrl-C while a run goes on: the first lets what is under way finish or stop in a consistent place, the second
/// doesn't wait for it either, the third ends the process. What was cut off stays pending in the state, and the next
/// run takes it up.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _abort = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _error;
    private int _count;

    public Interrupts(TextWriter error, CancellationToken cancellationToken)
    {
        _error = error;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    public RunTokens Tokens => new(_stop.Token, _abort.Token);

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                context.Cancel = true;
                _error.WriteLine(
                    "^C received; cancelling. If you would like to terminate immediately, press ^C again.\n"
                    + "Note that terminating immediately may lead to orphaned resources and other inconsistencies.");
                _stop.Cancel();
                break;
            case 2:
                context.Cancel = true;
                _abort.Cancel();
                break;
        }
    }
}
