using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Utilities;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Tests.Common;

public sealed class LoadBalancerPartsTests
{
    private const string Aws = "service.beta.kubernetes.io/aws-load-balancer-";

    [Theory]
    [InlineData(
        RedisInternalLoadBalancer.AwsController,
        $"{Aws}type=external {Aws}nlb-target-type=instance {Aws}scheme=internal")]
    [InlineData(RedisInternalLoadBalancer.AwsCloudProvider, $"{Aws}type=nlb {Aws}internal=true")]
    [InlineData(
        RedisInternalLoadBalancer.Azure, "service.beta.kubernetes.io/azure-load-balancer-internal=true")]
    [InlineData(RedisInternalLoadBalancer.Gcp, "networking.gke.io/load-balancer-type=Internal")]
    [InlineData(
        RedisInternalLoadBalancer.Alibaba,
        "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type=intranet")]
    [InlineData(RedisInternalLoadBalancer.None, "")]
    public void Internal_EachController_HasItsOwnAnnotations(RedisInternalLoadBalancer who, string expected) =>
        Assert.Equal(
            expected, string.Join(' ', LoadBalancerParts.Internal(who).Select(pair => $"{pair.Key}={pair.Value}")));

    [Fact]
    public async Task Client_InternalAndAnnotations_HasBothAndStaysInternal()
    {
        var args = new RedisServiceArgs
        {
            Type = RedisServiceType.LoadBalancer,
            InternalLoadBalancer = RedisInternalLoadBalancer.Gcp,
            Annotations = new InputMap<string> { ["a"] = "b", ["networking.gke.io/load-balancer-type"] = "External" },
        };
        var metadata = new ObjectMetaArgs();

        ServiceParts.Client(args, metadata, []);

        Assert.Equal(
            "a=b\nnetworking.gke.io/load-balancer-type=Internal",
            await OutputUtilities.GetValueAsync(Inputs.Text(metadata.Annotations)));
    }

    [Fact]
    public void InternalLoadBalancer_WithoutALoadBalancer_IsRefused()
    {
        var args = new RedisServiceArgs { InternalLoadBalancer = RedisInternalLoadBalancer.Gcp };
        var codes = new List<string>();

        ValueRules.InternalLoadBalancer(args, (code, _, _, _) => codes.Add(code));

        Assert.Equal(["RI2301"], codes);
    }
}
