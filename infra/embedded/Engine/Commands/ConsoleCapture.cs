using System.Text;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>What the program prints while it runs becomes messages of the stack, as with the Pulumi CLI.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _output = Console.Out;

    private ConsoleCapture(IEngineEvents events) => Console.SetOut(new Lines(events));

    /// <summary>Null when the commands don't write to this process's console: then it isn't theirs to take.</summary>
    public static ConsoleCapture? Take(CommandHost host, IEngineEvents events) =>
        ReferenceEquals(host.Out, Console.Out) ? new(events) : null;

    public void Dispose()
    {
        Console.Out.Flush();
        Console.SetOut(_output);
    }

    private sealed class Lines(IEngineEvents events) : TextWriter
    {
        private readonly StringBuilder _line = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            string? line = null;
            lock (_line)
            {
                if (value != '\n') _line.Append(value);
                else
                {
                    line = _line.ToString();
                    _line.Clear();
                }
            }

            if (line is not null) Emit(line);
        }

        public override void Flush()
        {
            string line;
            lock (_line)
            {
                line = _line.ToString();
                _line.Clear();
            }

            if (line.Length > 0) Emit(line);
        }

        private void Emit(string line) =>
            events.Emit(new EngineEvent.Diagnostic(LogSeverity.Info, line.TrimEnd('\r'), "", IsEphemeral: false));
    }
}
