using System.Collections.Immutable;
using System.Text;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Display;

namespace Embedded.Engine.Tests.Display;

public sealed class PropertyTextTests
{
    [Fact]
    public void Difference_NestedValues_ShowsWhatChangedWhere()
    {
        var before = RecordedRun.Bag(
            ("same", new PropertyValue(1)), ("gone", new PropertyValue("x")), ("spec", Map(
                ("replicas", new PropertyValue(3)), ("image", new PropertyValue("redis:7")),
                    ("empty", new PropertyValue("")))),
            ("list", List(new PropertyValue(1), new PropertyValue(2))), ("secret", RecordedRun.Secret),
                ("kind", new PropertyValue("a")));
        var after = RecordedRun.Bag(
            ("same", new PropertyValue(1)), ("new", Map(("a", new PropertyValue(true)))), ("spec", Map(
                ("replicas", new PropertyValue(4)), ("image", new PropertyValue("redis:7")))),
            ("list", List(new PropertyValue(1), new PropertyValue(5), PropertyValue.Computed)),
            ("secret", new PropertyValue("other").WithSecret(true)), ("kind", List(new PropertyValue("b"))));

        var output = new StringBuilder();
        new PropertyText(output, showSames: false).Difference(before, after, indent: 4);

        Assert.Equal(
            """
              - gone  : "x"
              - kind  : "a"
              + kind  : [
                  + [0]: "b"
              + ]
              ~ list  : [
                  ~ [1]: 2 => 5
                  + [2]: [unknown]
                ]
              + new   : {
                  + a: true
              + }
              ~ secret: [secret] => [secret]
              ~ spec  : {
                  ~ replicas: 3 => 4
                }

            """, output.ToString());
    }

    [Fact]
    public void Bag_ValueOfEveryKind_HasItsText()
    {
        var output = new StringBuilder();
        new PropertyText(output, showSames: false).Bag(RecordedRun.Bag(
            ("text", new PropertyValue("a\nb\"")), ("number", new PropertyValue(0.5)),
                ("flag", new PropertyValue(false)),
            ("unknown", PropertyValue.Computed), ("null", PropertyValue.Null), ("none", new PropertyValue("")),
            ("long", new PropertyValue(new string('x', 500)))), indent: 4);

        Assert.Equal(
            $"""
                flag   : false
                long   : "{new string('x', 400)}..."
                number : 0.5
                text   : "a\nb\""
                unknown: [unknown]

            """, output.ToString());
    }

    [Fact]
    public void Difference_LongTexts_BeginsWhereTheyPart()
    {
        var head = string.Concat(Enumerable.Repeat("# a comment\n", 60));
        var tail = new string('y', 500);
        var output = new StringBuilder();
        new PropertyText(output, showSames: false).Difference(
            RecordedRun.Bag(("conf", new PropertyValue($"{head}maxmemory 10\n"))),
            RecordedRun.Bag(("conf", new PropertyValue($"{head}maxmemory 20\n{tail}"))), indent: 4);

        Assert.Equal(
            $"""
              ~ conf: "...maxmemory 10\n" => "...maxmemory 20\n{tail[..387]}..."

            """, output.ToString());
    }

    private static PropertyValue Map(params (string, PropertyValue)[] values) => new(RecordedRun.Bag(values));

    private static PropertyValue List(params PropertyValue[] values) => new(values.ToImmutableArray());
}
