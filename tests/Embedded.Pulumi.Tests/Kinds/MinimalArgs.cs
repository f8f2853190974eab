using System.Reflection;
using Pulumi;

namespace Embedded.Pulumi.Tests.Kinds;

/// <summary>Makes arguments of any kind with just what is required in them.</summary>
internal static class MinimalArgs
{
    public static object Of(Type type)
    {
        var args = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(IsRequired))
            property.SetValue(args, Input(property.PropertyType));
        return args;
    }

    public static object Resource(Type kind)
    {
        var constructor = Assert.Single(kind.GetConstructors());
        return constructor.Invoke(["x", Of(constructor.GetParameters()[1].ParameterType), null]);
    }

    private static bool IsRequired(PropertyInfo property) => property.GetCustomAttributesData().Any(a =>
        a.AttributeType == typeof(InputAttribute) && a.ConstructorArguments[1].Value is true);

    private static object Input(Type input)
    {
        var value = input.GetGenericArguments()[0];
        var plain = value == typeof(string) ? "x" : value == typeof(int) ? 1 : value == typeof(bool) ? true : Of(value);
        return input.GetMethod("op_Implicit", [value])!.Invoke(null, [plain])!;
    }
}
