using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

public sealed class SecretMarksTests
{
    [Fact]
    public void Mark_SecretKind_HidesItsValuesWhateverTheProgramSaid()
    {
        var live = Manifest.Of("""
            kind: Secret
            metadata:
              name: a
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{stringData}", note: b}
            data: {password: aHVudGVyMg==}
            stringData: {password: hunter2}
            """);

        var marked = SecretMarks.Mark(live, Manifest.Of("{kind: Secret}"));

        Assert.True(marked["data"].IsSecret);
        Assert.True(marked["stringData"].IsSecret);
        var notes = ObjectName.Map(ObjectName.Metadata(marked), "annotations");
        Assert.True(notes["kubectl.kubernetes.io/last-applied-configuration"].IsSecret);
        Assert.False(notes["note"].IsSecret);
    }

    [Fact]
    public void Mark_OtherKind_HidesWhatWasSecretInTheInputs()
    {
        var inputs = Manifest.Of("{kind: ConfigMap, data: {b: public}}");
        inputs = inputs.SetItem("data",
            new(ObjectName.Map(inputs, "data").Add("a", new PropertyValue("x").WithSecret(true))));

        var marked = SecretMarks.Mark(Manifest.Of("{kind: ConfigMap, data: {a: x, b: public}}"), inputs);

        Assert.True(ObjectName.Map(marked, "data")["a"].IsSecret);
        Assert.False(ObjectName.Map(marked, "data")["b"].IsSecret);
    }

    [Fact]
    public void Mark_SecretInsideAList_HidesTheList()
    {
        var inputs = Manifest.Of("{kind: X}").Add("items", new([new PropertyValue("a").WithSecret(true), new("b")]));

        var marked = SecretMarks.Mark(Manifest.Of("{kind: X, items: [b, a]}"), inputs);

        Assert.True(marked["items"].IsSecret);
    }
}
