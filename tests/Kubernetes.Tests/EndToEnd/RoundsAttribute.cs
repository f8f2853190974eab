using System.Reflection;
using Xunit.Sdk;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>The same again: a test case for each round, from 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RoundsAttribute(int count) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enumerable.Range(1, count).Select(round => new object[] { round });
}
