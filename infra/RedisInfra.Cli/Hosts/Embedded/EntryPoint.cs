using System.Reflection;
using System.Runtime.ExceptionServices;

namespace RedisInfra.Cli.Hosts;

/// <summary>Calls a program's own entry point inside this process.</summary>
internal static class EntryPoint
{
    /// <summary>Its exit code; 0 for one that returns nothing.</summary>
    public static async Task<int> RunAsync(string assemblyName)
    {
        var main = Find(Assembly.Load(assemblyName));
        object? result;
        try
        {
            result = main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }

        switch (result)
        {
            case Task<int> task:
                return await task;
            case Task task:
                await task;
                return 0;
            default:
                return result as int? ?? 0;
        }
    }

    // The compiler's entry point of an asynchronous Main blocks a thread; what it waits for stands beside it.
    private static MethodInfo Find(Assembly assembly)
    {
        var entry = assembly.EntryPoint
            ?? throw new InvalidOperationException($"bug in RedisInfra: {assembly.GetName().Name} has no entry point");
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return entry.DeclaringType!.GetMethods(Any).FirstOrDefault(method =>
            method.Name is "<Main>$" or "Main" && typeof(Task).IsAssignableFrom(method.ReturnType)) ?? entry;
    }
}
