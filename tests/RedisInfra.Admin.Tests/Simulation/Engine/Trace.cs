using System.Text;

namespace RedisInfra.Admin.Tests.Simulation.Engine;

/// <summary>What happened, line by line; kept only when somebody wants to read it.</summary>
internal sealed class Trace(Agenda agenda, bool isKept)
{
    private const int MaxLines = 400_000;
    private readonly StringBuilder _text = new();
    private int _lines;

    /// <summary>Whether lines are kept: look before making a long one.</summary>
    public bool IsOn { get; } = isKept;

    public void Say(string line)
    {
        if (!IsOn || _lines++ > MaxLines) return;
        _text.Append((agenda.NowUs / 1000.0).ToString("0.000")).Append(" ms  ").Append(line).Append('\n');
    }

    public override string ToString() => _text.ToString();
}
