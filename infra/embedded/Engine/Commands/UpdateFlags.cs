using System.CommandLine;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>The flags that up, preview, refresh and destroy share.</summary>
internal sealed class UpdateFlags
{
    private const int DefaultParallel = 16;

    public Option<string?> Stack { get; } = CommandRunner.StackOption();
    public Option<bool> Yes { get; } = YesOption();

    public Option<bool> SkipPreview { get; } =
        new("--skip-preview", "-f") { Description = "Don't show first what would be done." };

    public Option<bool> Diff { get; } = new("--diff") { Description = "Show each step with its properties." };
    public Option<bool> Json { get; } = new("--json", "-j") { Description = "Print one JSON document." };

    public Option<string[]> Target { get; } = new("--target", "-t")
    {
        Description = "Only these resources: URNs, * for a part and ** for any parts of one. May be repeated.",
    };

    public Option<bool> TargetDependents { get; } =
        new("--target-dependents") { Description = "And whatever depends on the targets." };

    public Option<string[]> Replace { get; } =
        new("--replace") { Description = "Resources to make anew though nothing about them changed. May be repeated." };

    public Option<bool> Refresh { get; } = new("--refresh", "-r") { Description = "Look first at what really exists." };

    public Option<int> Parallel { get; } = new("--parallel", "-p")
    {
        Description = "How many resources are worked on at once.", DefaultValueFactory = _ => DefaultParallel,
    };

    public Option<string?> Message { get; } = new("--message", "-m")
        { Description = "A note for the stack's history." };

    public Option<bool> ExpectNoChanges { get; } =
        new("--expect-no-changes") { Description = "Fail when anything changes." };

    public Option<bool> ContinueOnError { get; } =
        new("--continue-on-error") { Description = "Go on with what doesn't depend on a failure." };

    public static Option<bool> YesOption() => new("--yes", "-y") { Description = "Do it without asking." };
}
