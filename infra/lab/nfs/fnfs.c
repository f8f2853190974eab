/*
 * fnfs: mounts one NFS export through FUSE (libfuse3) and libnfs, for machines whose kernel has no NFS client.
 * Usage: fnfs NFS-URL FOLDER [FUSE options], as in: fnfs 'nfs://10.250.0.2/export?version=3' /mnt -o allow_other
 */
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <nfsc/libnfs.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <utime.h>

static struct nfs_context *nfs;
static pthread_mutex_t one_call = PTHREAD_MUTEX_INITIALIZER;

/* One connection carries one call at a time, in the name of whoever made it. */
static void begin(void) {
    struct fuse_context *caller = fuse_get_context();
    pthread_mutex_lock(&one_call);
    nfs_set_uid(nfs, caller->uid);
    nfs_set_gid(nfs, caller->gid);
}

static int end(int result) {
    pthread_mutex_unlock(&one_call);
    return result;
}

#define CALL(expression) do { begin(); int result_ = (expression); return end(result_); } while (0)
#define HANDLE(info) ((struct nfsfh *)(uintptr_t)(info)->fh)

static void copy_stat(struct stat *to, const struct nfs_stat_64 *from) {
    memset(to, 0, sizeof *to);
    to->st_dev = from->nfs_dev;
    to->st_ino = from->nfs_ino;
    to->st_mode = from->nfs_mode;
    to->st_nlink = from->nfs_nlink;
    to->st_uid = from->nfs_uid;
    to->st_gid = from->nfs_gid;
    to->st_rdev = from->nfs_rdev;
    to->st_size = from->nfs_size;
    to->st_blksize = from->nfs_blksize;
    to->st_blocks = from->nfs_blocks;
    to->st_atim.tv_sec = from->nfs_atime;
    to->st_atim.tv_nsec = from->nfs_atime_nsec;
    to->st_mtim.tv_sec = from->nfs_mtime;
    to->st_mtim.tv_nsec = from->nfs_mtime_nsec;
    to->st_ctim.tv_sec = from->nfs_ctime;
    to->st_ctim.tv_nsec = from->nfs_ctime_nsec;
}

static int op_getattr(const char *path, struct stat *out, struct fuse_file_info *info) {
    struct nfs_stat_64 got;
    begin();
    int result = info && info->fh ? nfs_fstat64(nfs, HANDLE(info), &got) : nfs_lstat64(nfs, path, &got);
    if (!result)
        copy_stat(out, &got);
    return end(result);
}

static int op_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset,
                      struct fuse_file_info *info, enum fuse_readdir_flags flags) {
    struct nfsdir *folder;
    struct nfsdirent *entry;
    begin();
    int result = nfs_opendir(nfs, path, &folder);
    if (result)
        return end(result);
    while ((entry = nfs_readdir(nfs, folder)))
        fill(buffer, entry->name, NULL, 0, 0);
    nfs_closedir(nfs, folder);
    return end(0);
}

static int op_open(const char *path, struct fuse_file_info *info) {
    struct nfsfh *handle;
    begin();
    int result = nfs_open(nfs, path, info->flags & (O_ACCMODE | O_TRUNC | O_APPEND | O_SYNC), &handle);
    if (!result)
        info->fh = (uintptr_t)handle;
    return end(result);
}

static int op_create(const char *path, mode_t mode, struct fuse_file_info *info) {
    struct nfsfh *handle;
    int flags = (info->flags & (O_ACCMODE | O_EXCL | O_TRUNC | O_APPEND)) | O_CREAT;
    begin();
    int result = nfs_open2(nfs, path, flags, mode & 07777, &handle);
    if (!result)
        info->fh = (uintptr_t)handle;
    return end(result);
}

static int op_release(const char *path, struct fuse_file_info *info) { CALL(nfs_close(nfs, HANDLE(info))); }

static int op_read(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *info) {
    size_t got = 0;
    begin();
    while (got < size) {
        int result = nfs_pread(nfs, HANDLE(info), offset + got, size - got, buffer + got);
        if (result < 0)
            return end(result);
        if (result == 0)
            break;
        got += result;
    }
    return end(got);
}

static int op_write(const char *path, const char *buffer, size_t size, off_t offset, struct fuse_file_info *info) {
    size_t done = 0;
    begin();
    while (done < size) {
        int result = nfs_pwrite(nfs, HANDLE(info), offset + done, size - done, (void *)(buffer + done));
        if (result < 0)
            return end(result);
        done += result;
    }
    return end(done);
}

static int op_fsync(const char *path, int data_only, struct fuse_file_info *info) {
    CALL(nfs_fsync(nfs, HANDLE(info)));
}

static int op_truncate(const char *path, off_t size, struct fuse_file_info *info) {
    CALL(info && info->fh ? nfs_ftruncate(nfs, HANDLE(info), size) : nfs_truncate(nfs, path, size));
}

static int op_rename(const char *from, const char *to, unsigned flags) {
    if (flags)
        return -EINVAL;
    CALL(nfs_rename(nfs, from, to));
}

static int op_mkdir(const char *path, mode_t mode) { CALL(nfs_mkdir2(nfs, path, mode)); }
static int op_unlink(const char *path) { CALL(nfs_unlink(nfs, path)); }
static int op_rmdir(const char *path) { CALL(nfs_rmdir(nfs, path)); }
static int op_link(const char *from, const char *to) { CALL(nfs_link(nfs, from, to)); }
static int op_symlink(const char *target, const char *path) { CALL(nfs_symlink(nfs, target, path)); }
static int op_readlink(const char *path, char *buffer, size_t size) { CALL(nfs_readlink(nfs, path, buffer, size)); }
static int op_statfs(const char *path, struct statvfs *out) { CALL(nfs_statvfs(nfs, path, out)); }

static int op_chmod(const char *path, mode_t mode, struct fuse_file_info *info) { CALL(nfs_chmod(nfs, path, mode)); }

/* -1 means "as it is", which NFS has to be told as what it is. */
static int op_chown(const char *path, uid_t user, gid_t group, struct fuse_file_info *info) {
    struct nfs_stat_64 now;
    begin();
    int result = nfs_lstat64(nfs, path, &now);
    if (result)
        return end(result);
    int new_user = user == (uid_t)-1 ? (int)now.nfs_uid : (int)user;
    int new_group = group == (gid_t)-1 ? (int)now.nfs_gid : (int)group;
    return end(nfs_lchown(nfs, path, new_user, new_group));
}

static int op_utimens(const char *path, const struct timespec given[2], struct fuse_file_info *info) {
    struct timeval times[2], now;
    gettimeofday(&now, NULL);
    for (int i = 0; i < 2; i++) {
        if (given[i].tv_nsec == UTIME_NOW || given[i].tv_nsec == UTIME_OMIT) {
            times[i] = now;
        } else {
            times[i].tv_sec = given[i].tv_sec;
            times[i].tv_usec = given[i].tv_nsec / 1000;
        }
    }
    CALL(nfs_utimes(nfs, path, times));
}

/* No caching: several pods see each other's writes at once. */
static void *op_init(struct fuse_conn_info *connection, struct fuse_config *config) {
    config->use_ino = 1;
    config->hard_remove = 1;
    config->attr_timeout = config->entry_timeout = 0;
    config->direct_io = 0;
    config->nullpath_ok = 0;
    return NULL;
}

static const struct fuse_operations operations = {
    .init = op_init, .getattr = op_getattr, .readdir = op_readdir, .open = op_open, .create = op_create,
    .release = op_release, .read = op_read, .write = op_write, .fsync = op_fsync, .truncate = op_truncate,
    .mkdir = op_mkdir, .unlink = op_unlink, .rmdir = op_rmdir, .rename = op_rename, .link = op_link,
    .symlink = op_symlink, .readlink = op_readlink, .chmod = op_chmod, .chown = op_chown,
    .utimens = op_utimens, .statfs = op_statfs,
};

int main(int count, char **values) {
    if (count < 3) {
        fprintf(stderr, "usage: fnfs NFS-URL FOLDER [FUSE options]\n");
        return 2;
    }
    nfs = nfs_init_context();
    struct nfs_url *url = nfs ? nfs_parse_url_dir(nfs, values[1]) : NULL;
    if (!url || nfs_mount(nfs, url->server, url->path)) {
        fprintf(stderr, "fnfs: %s: %s\n", values[1], nfs ? nfs_get_error(nfs) : "no context");
        return 32; /* as mount(8): the mount failed */
    }
    values[1] = values[0];
    return fuse_main(count - 1, values + 1, &operations, NULL);
}
