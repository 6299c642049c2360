namespace Caisson.Runtime.Seccomp;

/// <summary>The calls, by purpose. Names that end in 32, 64 or time64 belong to 32-bit programs.</summary>
public static partial class DefaultSeccompProfile
{
    /// <summary>Opening, reading, naming and describing files.</summary>
    private static readonly string[] Files =
    [
        "open", "openat", "openat2", "creat", "close", "close_range", "read", "write", "pread64", "pwrite64", "readv", "writev", "preadv",
        "pwritev", "preadv2", "pwritev2", "lseek", "_llseek",
        "truncate", "truncate64", "ftruncate", "ftruncate64", "fallocate", "fadvise64", "fadvise64_64", "readahead", "sync", "syncfs",
        "fsync", "fdatasync", "sync_file_range",
        "sendfile", "sendfile64", "copy_file_range", "splice", "tee", "vmsplice",
        "access", "faccessat", "faccessat2", "stat", "stat64", "lstat", "lstat64", "fstat", "fstat64", "fstatat64", "newfstatat", "statx",
        "statfs", "statfs64", "fstatfs", "fstatfs64",
        "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "chown32", "fchown", "fchown32", "fchownat", "lchown", "lchown32", "umask",
        "utime", "utimes", "futimesat", "utimensat", "utimensat_time64",
        "link", "linkat", "symlink", "symlinkat", "readlink", "readlinkat", "unlink", "unlinkat", "rename", "renameat", "renameat2",
        "mkdir", "mkdirat", "rmdir", "mknod", "mknodat",
        "chdir", "fchdir", "getcwd", "getdents", "getdents64", "flock", "name_to_handle_at", "statmount", "listmount",
        "inotify_init", "inotify_init1", "inotify_add_watch", "inotify_rm_watch", "fanotify_mark", "cachestat",
    ];

    /// <summary>Extended attributes.</summary>
    private static readonly string[] ExtendedAttributes =
    [
        "getxattr", "lgetxattr", "fgetxattr", "getxattrat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat", "listxattr", "llistxattr",
        "flistxattr", "listxattrat",
        "removexattr", "lremovexattr", "fremovexattr", "removexattrat",
    ];

    /// <summary>Descriptors, pipes, terminals and the older asynchronous input and output.</summary>
    private static readonly string[] Descriptors =
    [
        "dup", "dup2", "dup3", "fcntl", "fcntl64", "ioctl", "pipe", "pipe2", "eventfd", "eventfd2", "signalfd", "signalfd4",
        "memfd_create",
        "io_setup", "io_destroy", "io_submit", "io_cancel", "io_getevents", "io_pgetevents", "io_pgetevents_time64",
    ];

    /// <summary>Waiting for descriptors.</summary>
    private static readonly string[] Waiting =
    [
        "select", "_newselect", "pselect6", "pselect6_time64", "poll", "ppoll", "ppoll_time64",
        "epoll_create", "epoll_create1", "epoll_ctl", "epoll_ctl_old", "epoll_wait", "epoll_wait_old", "epoll_pwait", "epoll_pwait2",
    ];

    /// <summary>Sockets, once they are made; which kinds can be made is decided by family.</summary>
    private static readonly string[] Sockets =
    [
        "socketpair", "socketcall", "bind", "listen", "accept", "accept4", "connect", "shutdown", "getsockname", "getpeername",
        "getsockopt", "setsockopt",
        "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "recvmmsg", "recvmmsg_time64",
    ];

    /// <summary>Memory.</summary>
    private static readonly string[] Memory =
    [
        "brk", "mmap", "mmap2", "munmap", "mremap", "mprotect", "msync", "madvise", "mincore", "mlock", "mlock2", "mlockall", "munlock",
        "munlockall", "remap_file_pages", "membarrier",
        "memfd_secret", "mseal", "map_shadow_stack", "pkey_alloc", "pkey_free", "pkey_mprotect", "process_mrelease",
    ];

    /// <summary>Processes and threads; new namespaces are decided apart.</summary>
    private static readonly string[] Processes =
    [
        "fork", "vfork", "execve", "execveat", "exit", "exit_group", "wait4", "waitid", "waitpid", "pidfd_open", "prctl",
        "getpid", "getppid", "gettid", "getpgid", "getpgrp", "setpgid", "getsid", "setsid", "set_tid_address", "set_robust_list",
        "get_robust_list",
        "futex", "futex_time64", "futex_wait", "futex_wake", "futex_waitv", "futex_requeue", "rseq", "restart_syscall", "uretprobe",
        "seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self",
    ];

    /// <summary>Users, groups, capabilities.</summary>
    private static readonly string[] Identity =
    [
        "getuid", "getuid32", "geteuid", "geteuid32", "getgid", "getgid32", "getegid", "getegid32", "getresuid", "getresuid32",
        "getresgid", "getresgid32",
        "getgroups", "getgroups32", "setuid", "setuid32", "setgid", "setgid32", "setreuid", "setreuid32", "setregid", "setregid32",
        "setresuid", "setresuid32",
        "setresgid", "setresgid32", "setfsuid", "setfsuid32", "setfsgid", "setfsgid32", "setgroups", "setgroups32", "capget", "capset",
    ];

    /// <summary>Signals.</summary>
    private static readonly string[] Signals =
    [
        "kill", "tkill", "tgkill", "pause", "pidfd_send_signal", "sigaltstack", "sigprocmask", "sigreturn", "rt_sigaction",
        "rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo",
        "rt_tgsigqueueinfo", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "rt_sigtimedwait_time64",
    ];

    /// <summary>Clocks and timers; setting the clock needs a capability in any case.</summary>
    private static readonly string[] Time =
    [
        "time", "times", "gettimeofday", "nanosleep", "alarm", "getitimer", "setitimer", "adjtimex", "clock_adjtime", "clock_adjtime64",
        "clock_getres", "clock_getres_time64", "clock_gettime", "clock_gettime64", "clock_nanosleep", "clock_nanosleep_time64",
        "timer_create", "timer_delete", "timer_getoverrun", "timer_gettime", "timer_gettime64", "timer_settime", "timer_settime64",
        "timerfd_create", "timerfd_gettime", "timerfd_gettime64", "timerfd_settime", "timerfd_settime64",
    ];

    /// <summary>Scheduling, priorities and limits.</summary>
    private static readonly string[] Scheduling =
    [
        "getpriority", "setpriority", "ioprio_get", "ioprio_set", "getcpu", "getrlimit", "ugetrlimit", "setrlimit", "prlimit64",
        "getrusage", "sched_yield",
        "sched_getaffinity", "sched_setaffinity", "sched_getattr", "sched_setattr", "sched_getparam", "sched_setparam",
        "sched_getscheduler", "sched_setscheduler",
        "sched_get_priority_max", "sched_get_priority_min", "sched_rr_get_interval", "sched_rr_get_interval_time64",
    ];

    /// <summary>System V and POSIX communication; all of it belongs to the IPC namespace.</summary>
    private static readonly string[] InterProcess =
    [
        "ipc", "semget", "semop", "semctl", "semtimedop", "semtimedop_time64", "shmget", "shmat", "shmdt", "shmctl", "msgget", "msgsnd",
        "msgrcv", "msgctl",
        "mq_open", "mq_unlink", "mq_notify", "mq_getsetattr", "mq_timedsend", "mq_timedsend_time64", "mq_timedreceive",
        "mq_timedreceive_time64",
    ];

    /// <summary>Questions about the system.</summary>
    private static readonly string[] SystemInformation =
    [
        "uname", "sysinfo", "getrandom",
    ];

    /// <summary>Particular to x86: thread-local storage and segments.</summary>
    private static readonly string[] X86 =
    [
        "arch_prctl", "modify_ldt", "get_thread_area", "set_thread_area",
    ];

    /// <summary>Looking into other processes; who may do that is decided by ptrace(2)'s own rules.</summary>
    private static readonly string[] Tracing =
    [
        "ptrace", "process_vm_readv", "process_vm_writev",
    ];

    /// <summary>With CAP_SYS_ADMIN: mounts, namespaces and what else that capability covers.</summary>
    private static readonly string[] Administration =
    [
        "mount", "umount", "umount2", "mount_setattr", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick",
        "setns", "unshare", "sethostname", "setdomainname", "bpf", "perf_event_open", "syslog", "fanotify_init", "quotactl",
        "quotactl_fd", "lookup_dcookie",
        "lsm_get_self_attr", "lsm_set_self_attr", "lsm_list_modules",
    ];
}
