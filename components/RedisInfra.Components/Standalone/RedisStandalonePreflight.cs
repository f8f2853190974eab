using Pulumi;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Standalone;

/// <summary>What a server's objects need, for the look at the Kubernetes cluster before they are made.</summary>
internal static class RedisStandalonePreflight
{
    public static Preflight Of(RedisStandaloneScope scope, ComponentResourceOptions? options)
    {
        var args = scope.Args;
        var needs = PreflightParts.Of(
            scope, RedisStandaloneValidation.Where(scope.Name), args.Access, args.Namespace, args.Service, options);
        needs.Images.Add(PreflightParts.Image("Image", args.Image));
        PreflightParts.AddStorage(needs, "", scope.Spec.Storage);
        // Each has a folder of its own on the volume.
        if (scope.Spec.Storage is not RedisStorage.Ephemeral)
            needs.Lasting.Add("Workload", scope.Spec.Workload.ToString());
        needs.Rules.Add(PreflightParts.Made("", "configmaps", "secrets", "serviceaccounts", "services"));
        needs.Rules.Add(PreflightParts.Awaited(
            "apps", scope.Spec.Workload == RedisStandaloneWorkload.Deployment ? "deployments" : "statefulsets"));
        needs.Rules.Add(PreflightParts.Pods());
        if (scope.Spec.Storage is RedisStorage.Claims)
            needs.Rules.Add(PreflightParts.Made("", "persistentvolumeclaims"));
        if (scope.Spec.Storage is RedisStorage.Nfs) PreflightParts.AddVolumes(needs);
        return new Preflight(scope.ChildName("preflight"), needs, scope.Child());
    }
}
