using System.CommandLine;
using System.Globalization;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>A number or a duration within a range; what isn't one is reported beside all the other mistakes.</summary>
internal sealed class NumberOption
{
    private readonly double _least;
    private readonly double _most;
    private readonly bool _isDuration;

    private NumberOption(string name, string description, string helpName, double least, double most, bool isDuration)
    {
        (_least, _most, _isDuration) = (least, most, isDuration);
        Option = new Option<string?>(name) { Description = description, HelpName = helpName };
    }

    public Option<string?> Option { get; }

    public static NumberOption Of(string name, string description, double least, double most) =>
        new(name, description, "N", least, most, isDuration: false);

    public static NumberOption Duration(string name, string description, TimeSpan least, TimeSpan most) =>
        new(name, description, "TIME", least.TotalSeconds, most.TotalSeconds, isDuration: true);

    /// <summary>The number, or null when it isn't given or is wrong.</summary>
    public double? Read(ParseResult parsed, Findings findings)
    {
        var text = parsed.GetValue(Option);
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= _least && number <= _most)
        {
            return number;
        }

        Refuse(text, string.Create(CultureInfo.InvariantCulture, $"{_least} to {_most}"), findings);
        return null;
    }

    /// <summary>A whole number, or null when it isn't given or is wrong.</summary>
    public int? ReadWhole(ParseResult parsed, Findings findings)
    {
        var number = Read(parsed, findings);
        if (number is null || number == Math.Floor(number.Value))
        {
            return (int?)number;
        }

        Refuse(parsed.GetValue(Option)!, string.Create(CultureInfo.InvariantCulture, $"{_least} to {_most}, whole"),
            findings);
        return null;
    }

    /// <summary>The duration, or null when it isn't given or is wrong.</summary>
    public TimeSpan? ReadDuration(ParseResult parsed, Findings findings)
    {
        var text = parsed.GetValue(Option);
        if (text is null)
        {
            return null;
        }

        if (_isDuration && Durations.TryParse(text, out var duration)
            && duration.TotalSeconds >= _least && duration.TotalSeconds <= _most)
        {
            return duration;
        }

        Refuse(text, string.Create(CultureInfo.InvariantCulture,
            $"{_least:0}s to {TimeSpan.FromSeconds(_most).TotalHours:0}h with its unit"), findings);
        return null;
    }

    private void Refuse(string text, string range, Findings findings) =>
        findings.Add("RI6035", Option.Name, $"\"{text}\" stands there", $"it must be {range}",
            "Write a value in that range, or leave it out");
}
