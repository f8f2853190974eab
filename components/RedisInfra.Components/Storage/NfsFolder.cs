using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>
/// The init container that makes a member's folder of an NFS export as the user whose files will be in it. The kubelet
/// would make it as root, and on an export that doesn't squash users only root could write there, without anybody who
/// may chown. It also says in one sentence why an export can't be written, which Redis would only show in its log.
/// </summary>
internal static class NfsFolder
{
    private const string MountPath = "/export";

    /// <summary>POSIX sh that needs mkdir and rm. Its last words are what Kubernetes tells of it.</summary>
    public const string Script = """
        set -u
        fail() {
            case $said in
                *'Read-only file system'*)
                    printf 'RI2612 %s is read-only. Export it with rw at the server.\n' "$place" ;;
                *'No space left'* | *'uota exceeded'*)
                    # What is there can still be read.
                    printf 'RI2613 %s is full (%s). Make room at the server.\n' "$place" "$said" >&2
                    exit 0 ;;
                *)
                    printf 'RI2611 user %s can not write %s (%s). %s\n' "$NFS_USER" "$place" "$said" \
                        'Give it to that user at the server, or let the export squash all users to its owner.' ;;
            esac >&2
            exit 1
        }

        folder=$NFS_MOUNT
        place=$NFS_PLACE
        if [ -n "$NFS_FOLDER" ]; then
            folder=$folder/$NFS_FOLDER
            place=${place%/}/$NFS_FOLDER
            [ -d "$folder" ] || said=$(mkdir "$folder" 2>&1) || [ -d "$folder" ] || fail
        fi
        said=$({ echo 'can this be written?' > "$folder/.redisinfra-$POD_NAME"; } 2>&1) || fail
        rm -f "$folder/.redisinfra-$POD_NAME"

        """;

    /// <summary>Adds the container to a pod whose data is on NFS.</summary>
    /// <param name="spec">The pod's.</param>
    /// <param name="storage">Where its data is.</param>
    /// <param name="image">The server's, which has all that is needed.</param>
    /// <param name="pullPolicy">Of it.</param>
    /// <param name="resources">The server's: the pod then needs no more than the server alone.</param>
    /// <param name="userId">Whom the files belong to.</param>
    /// <param name="folder">The folder's name on a shared export; the pod's unless set.</param>
    /// <param name="volume">The pod's volume that is the export.</param>
    public static void AddTo(
        PodSpecArgs spec, RedisStorage storage, Input<string> image, Input<string> pullPolicy,
        RedisResourcesArgs resources, Input<int> userId, string folder = "$(POD_NAME)",
        string volume = VolumeParts.DataVolume)
    {
        if (storage is not RedisStorage.Nfs nfs) return;
        var isShared = nfs.Exports == NfsExports.Shared;
        spec.InitContainers.Add(new ContainerArgs
        {
            Name = volume == VolumeParts.DataVolume ? "folder" : $"{volume}-folder",
            Image = image,
            ImagePullPolicy = pullPolicy,
            Command = { "sh", "-c", Script },
            Env =
            {
                ContainerParts.FromField("POD_NAME", "metadata.name"),
                Variable("NFS_MOUNT", MountPath),
                Variable("NFS_PLACE", isShared ? NfsExport.Place(nfs) : NfsExport.Place(nfs, folder)),
                Variable("NFS_FOLDER", isShared ? folder : ""),
                Variable("NFS_USER", Inputs.Text(userId)),
            },
            Resources = ContainerParts.Resources(resources),
            VolumeMounts = { new VolumeMountArgs { Name = volume, MountPath = MountPath } },
            SecurityContext = ContainerParts.Restricted(),
            TerminationMessagePolicy = "FallbackToLogsOnError",
        });
    }

    private static EnvVarArgs Variable(string name, Input<string> value) => new() { Name = name, Value = value };
}
