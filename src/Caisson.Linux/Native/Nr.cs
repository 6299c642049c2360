namespace Caisson.Linux.Native;

/// <summary>System call numbers of x86-64 (asm/unistd_64.h) that this project makes itself, under their C names.</summary>
internal static partial class Nr
{
    internal const int
        read = 0, write = 1, open = 2, close = 3, stat = 4, mmap = 9, mprotect = 10, munmap = 11, rt_sigaction = 13,
        rt_sigprocmask = 14, ioctl = 16, dup = 32, getpid = 39, sendmsg = 46, recvmsg = 47, clone = 56, execve = 59, exit = 60,
        wait4 = 61, kill = 62, fcntl = 72, ftruncate = 77, chdir = 80, fchdir = 81, fchmod = 91, fchown = 93, umask = 95,
        getuid = 102, setsid = 112, setpgid = 109, setgroups = 116, setresuid = 117, setresgid = 119, capget = 125, capset = 126,
        rt_sigtimedwait = 128, statfs = 137, fstatfs = 138, sched_setscheduler = 144, pivot_root = 155, prctl = 157, chroot = 161,
        mount = 165, umount2 = 166, sethostname = 170, setdomainname = 171, setxattr = 188, lsetxattr = 189, fsetxattr = 190,
        getxattr = 191, lgetxattr = 192, fgetxattr = 193, listxattr = 194, llistxattr = 195, flistxattr = 196, removexattr = 197,
        getdents64 = 217, exit_group = 231, epoll_wait = 232, epoll_ctl = 233, waitid = 247, keyctl = 250, add_key = 248,
        ioprio_set = 251, openat = 257, mkdirat = 258, mknodat = 259, fchownat = 260, newfstatat = 262, unlinkat = 263,
        renameat = 264, linkat = 265, symlinkat = 266, readlinkat = 267, fchmodat = 268, faccessat = 269, ppoll = 271,
        unshare = 272, utimensat = 280, fallocate = 285, signalfd4 = 289, eventfd2 = 290, epoll_create1 = 291, dup3 = 292,
        pipe2 = 293, prlimit64 = 302, syncfs = 306, setns = 308, sched_setattr = 314, renameat2 = 316, seccomp = 317,
        memfd_create = 319, bpf = 321, execveat = 322, copy_file_range = 326, statx = 332, pidfd_send_signal = 424, open_tree = 428,
        move_mount = 429, fsopen = 430, fsconfig = 431, fsmount = 432, pidfd_open = 434, clone3 = 435, close_range = 436,
        openat2 = 437, pidfd_getfd = 438, faccessat2 = 439, mount_setattr = 442, landlock_create_ruleset = 444,
        landlock_add_rule = 445, landlock_restrict_self = 446, fchmodat2 = 452;
}
