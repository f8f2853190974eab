using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;

namespace Embedded.Engine.Tests.Display;

/// <summary>The events of the golden program's runs, as the engine emits them.</summary>
internal static class RecordedRun
{
    public const string StackUrn = "urn:pulumi:golden::prog::pulumi:pulumi:Stack::prog-golden";
    public const string TeamUrn = "urn:pulumi:golden::prog::redisinfra:index:Team::orders";
    public const string UserUrn = "urn:pulumi:golden::prog::redisinfra:index:Team$redislab:index:AclUser::orders-";
    public static readonly PropertyValue Secret = new PropertyValue("s3cret \"quoted\" ü").WithSecret(true);

    public static ImmutableDictionary<string, PropertyValue> Outputs => Bag(
        ("members", new PropertyValue(3)), ("shards", new PropertyValue(3)), ("token", Secret));

    public static ImmutableDictionary<string, PropertyValue> Bag(params (string Name, PropertyValue Value)[] values) =>
        values.ToImmutableDictionary(v => v.Name, v => v.Value);

    public static ResourceState Stack(bool withOutputs = true) => new()
    {
        Urn = StackUrn, Custom = false, Type = "pulumi:pulumi:Stack",
        Outputs = withOutputs ? Outputs : ImmutableDictionary<string, PropertyValue>.Empty,
    };

    public static ResourceState Team() => new()
    {
        Urn = TeamUrn, Custom = false, Type = "redisinfra:index:Team", Parent = StackUrn,
        Inputs = Bag(("password", Secret)),
    };

    public static ResourceState User(string which, PropertyValue name, bool protect = false, bool made = false) => new()
    {
        Urn = UserUrn + which, Custom = true, Type = "redislab:index:AclUser", Parent = TeamUrn, Protect = protect,
        Inputs = Bag(("name", name)), Id = made && name.TryGetString(out var text) ? $"user:{text}" : "",
        Outputs = !made ? ImmutableDictionary<string, PropertyValue>.Empty : Bag(
            ("l", new PropertyValue([new PropertyValue(true), PropertyValue.Null])), ("n", new PropertyValue(3)),
            ("name", name), ("token", Secret)),
    };

    public static IEnumerable<EngineEvent> Create(bool isPreview)
    {
        yield return new EngineEvent.Prelude(isPreview, ImmutableSortedDictionary<string, string>.Empty);
        yield return Pre(Stack(withOutputs: false), isPreview);
        yield return Pre(Team(), isPreview);
        yield return Done(Team(), isPreview, 1);
        var provider = new ResourceState
        {
            Urn = "urn:pulumi:golden::prog::pulumi:providers:redislab::default", Custom = true,
            Type = "pulumi:providers:redislab",
        };
        yield return Pre(provider, isPreview);
        yield return Done(provider, isPreview, 0);
        foreach (var (which, name, ms) in new[]
        {
            ("first", new PropertyValue("ann"), 12), ("second", new PropertyValue("ann-2"), 1), ("third", Secret, 2),
        })
        {
            yield return Pre(User(which, name, which == "first"), isPreview);
            yield return Done(User(which, name, which == "first", made: true), isPreview, ms);
        }

        yield return Done(Stack(), isPreview, 1200);
        yield return new EngineEvent.Summary(
            isPreview, true, TimeSpan.FromSeconds(3),
            ImmutableSortedDictionary<StepOp, int>.Empty.Add(StepOp.Create, 5), Outputs);
    }

    public static IEnumerable<EngineEvent> ProtectedReplace()
    {
        yield return new EngineEvent.Prelude(true, ImmutableSortedDictionary<string, string>.Empty);
        foreach (var same in new[] { Stack(), Team() })
            yield return new EngineEvent.ResourcePre(new(StepOp.Same, same.Urn, same.Type, same, same), true);
        yield return new EngineEvent.Diagnostic(
            LogSeverity.Error,
            $"unable to replace resource \"{UserUrn}first\"\nas it is currently marked for protection. "
            + "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program "
            + "and run `pulumi up`",
            UserUrn + "first", false);
        var old = User("first", new PropertyValue("ann"), protect: true, made: true);
        var step = new StepMetadata(
            StepOp.Replace, old.Urn, old.Type, old, User("first", new PropertyValue("bea"), protect: true));
        yield return new EngineEvent.ResourcePre(step, true);
        yield return new EngineEvent.Diagnostic(LogSeverity.Error, "preview failed", "", false);
        yield return new EngineEvent.Summary(
            true, false, TimeSpan.FromSeconds(1),
            ImmutableSortedDictionary<StepOp, int>.Empty.Add(StepOp.Same, 4).Add(StepOp.Replace, 1), Outputs);
    }

    public static EngineEvent Pre(ResourceState state, bool isPreview) =>
        new EngineEvent.ResourcePre(new(StepOp.Create, state.Urn, state.Type, null, state), isPreview);

    public static EngineEvent Done(ResourceState state, bool isPreview, int milliseconds) =>
        new EngineEvent.ResourceOutputs(
            new(StepOp.Create, state.Urn, state.Type, null, state), isPreview, TimeSpan.FromMilliseconds(milliseconds));
}
