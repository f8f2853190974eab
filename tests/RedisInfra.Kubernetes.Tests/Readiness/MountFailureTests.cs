using RedisInfra.Kubernetes.Readiness;

namespace RedisInfra.Kubernetes.Tests.Readiness;

public sealed class MountFailureTests
{
    private const string Lab = "MountVolume.SetUp failed for volume \"d\" : mount failed: exit status 32 Mounting "
        + "command: mount Mounting arguments: -t nfs 10.250.0.2:/export/gone /var/lib/kubelet/pods/x/volumes/d Output: "
        + "fnfs: nfs://10.250.0.2/export/gone?version=3&nfsport=2049: ";

    private const string Node = "MountVolume.SetUp failed for volume \"d\" : mount failed: exit status 32 Mounting "
        + "command: mount Mounting arguments: -t nfs -o hard nfs.example:/export /var/lib/kubelet/pods/x/volumes/d "
        + "Output: ";

    [Theory]
    [InlineData(Lab + "mount_cb: RPC error: Mount failed with error MNT3ERR_ACCES(13) Permission denied(13)",
        "the NFS server has no such export, or doesn't give it to this node")]
    [InlineData(Lab + "nfs_service failed", "the NFS server doesn't answer")]
    [InlineData(Lab + "Invalid address:nfs. Can not resolv into IPv4/v6 structure.", "nobody knows the NFS server's")]
    [InlineData(Node + "mount.nfs: access denied by server while mounting nfs.example:/export",
        "the NFS server has no such export, or doesn't give it to this node")]
    [InlineData(Node + "mount.nfs: mounting nfs.example:/export failed, reason given by server: No such file or "
        + "directory", "the NFS server has no such export or folder")]
    [InlineData(Node + "mount.nfs: Connection refused", "the NFS server doesn't answer")]
    [InlineData(Node + "mount.nfs: Connection timed out", "the NFS server doesn't answer")]
    [InlineData(Node + "mount.nfs: Failed to resolve server nfs.example: Name or service not known",
        "nobody knows the NFS server's name")]
    [InlineData(Node + "mount: /x: bad option; for several filesystems (e.g. nfs, cifs) you might need a "
        + "/sbin/mount.<type> helper program.", "the node has no NFS client")]
    [InlineData(Node + "mount.nfs: Protocol not supported", "the NFS server doesn't speak the version")]
    public void MeaningOf_KubeletsWords_SayWhatToSeeTo(string said, string means) =>
        Assert.StartsWith(means, MountFailure.MeaningOf(said));

    [Theory]
    [InlineData("MountVolume.SetUp failed for volume \"config\" : configmap \"x\" not found")]
    [InlineData("Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition")]
    [InlineData("mount failed: exit status 32 Mounting arguments: -t ext4 /dev/sdb /x Output: Permission denied")]
    public void MeaningOf_OtherMounts_IsNone(string said) => Assert.Null(MountFailure.MeaningOf(said));

    [Fact]
    public void SourceOf_KubeletsWords_IsServerAndPath()
    {
        Assert.Equal("10.250.0.2:/export/gone", MountFailure.SourceOf(Lab + "nfs_service failed"));
        Assert.Equal("nfs.example:/export", MountFailure.SourceOf(Node + "mount.nfs: Connection refused"));
    }
}
