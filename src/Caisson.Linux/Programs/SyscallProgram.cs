using System.Text;
using Caisson.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace Caisson.Linux.Programs;

/// <summary>
/// A list of system calls that a child makes between clone3 and execve, in memory that never moves. Building it allocates
/// everything that the child will need, so that the child itself needs nothing. Typed calls stand in the partial files.
/// </summary>
/// <remarks>
/// A private program is walked by <see cref="CloneStub"/> in a CLONE_VM child. A shared one lives in a memfd and is walked by
/// another executable (caisson-init), which maps it at the same address so that its pointers hold there too.
/// </remarks>
public sealed unsafe partial class SyscallProgram : IDisposable
{
    // Only touched pages cost memory: the sizes are bounds, not use. The kernel's own bound for argv and envp is 2 MiB by default.
    private const int RecordsOffset = 64;
    private const int DataOffset = 1 << 20;
    internal const int Size = 16 << 20;
    private const int FirstPassed = 3;

    // Far from where the kernel places anything by itself, so that the same range is free in the executable that walks a shared program.
    private static long s_nextShared = 0x1000_0000_0000;

    private readonly List<object> _steps = [];
    private readonly List<int> _stepStarts = [];
    private readonly List<SafeFileHandle> _passed = [];
    private readonly byte* _memory;
    private byte* _free;
    private int _count;

    /// <summary>Makes an empty program.</summary>
    /// <param name="shared">Whether another executable walks it.</param>
    public SyscallProgram(bool shared = false)
    {
        nint address = 0;
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
        nint fd = -1;
        if (shared)
        {
            Memory = CreateMemory();
            _passed.Add(Memory);
            address = (nint)Interlocked.Add(ref s_nextShared, Size);
            flags = MAP_SHARED | MAP_FIXED_NOREPLACE | MAP_NORESERVE;
            fd = Memory.DangerousGetHandle();
        }

        nint mapped = Libc.Syscall(Nr.mmap, address, Size, PROT_READ | PROT_WRITE, flags, fd, 0);
        if (mapped < 0)
        {
            Memory?.Dispose();
            throw new LinuxException("mmap", "memory of a system call program", (Errno)(-mapped));
        }

        _memory = (byte*)mapped;
        _free = _memory + DataOffset;
        Header->First = Records;
    }

    /// <summary>The memfd of a shared program; null for a private one.</summary>
    public SafeFileHandle? Memory { get; }

    /// <summary>
    /// What a shared program needs open: the process that walks it gets these as the descriptors from 3 on, in this order, the
    /// program's memory first.
    /// </summary>
    public IReadOnlyList<SafeFileHandle> PassedDescriptors => _passed;

    /// <summary>The descriptor that a shared program's memory is, in the process that walks it.</summary>
    public int MemoryNumber => FirstPassed;

    /// <summary>Where a shared program has to be mapped.</summary>
    public nint Address => (nint)_memory;

    /// <summary>Why the walk ended early; null when it reached execve.</summary>
    public ProgramFailure? Failure
    {
        get
        {
            SyscallRecord* failed = Volatile.Read(ref *(nint*)&Header->Failed) is var address and not 0 ? (SyscallRecord*)address : null;
            if (failed == null)
            {
                return null;
            }

            int index = _stepStarts.FindLastIndex(start => start <= (int)(failed - Records));
            return new ProgramFailure(index < 0 ? "start" : _steps[index].ToString()!, (Errno)(-Header->Error));
        }
    }

    internal ProgramHeader* Header => (ProgramHeader*)_memory;

    private SyscallRecord* Records => (SyscallRecord*)(_memory + RecordsOffset);

    /// <summary>Names the calls that follow, for errors: the text of <c>step.ToString()</c>, as <c>mount proc on /proc</c>.</summary>
    public void Step(object step)
    {
        _steps.Add(step);
        _stepStarts.Add(_count);
    }

    /// <summary>A place for a result.</summary>
    public Cell NewCell(long initial = 0)
    {
        long* cell = (long*)Allocate(sizeof(long));
        *cell = initial;
        return new Cell(cell);
    }

    /// <summary>A label to jump to; it has to be marked.</summary>
    public Label NewLabel() => new();

    /// <summary>Sets a label to the call that is added next.</summary>
    public void Mark(Label label)
    {
        label.Placed = true;
        foreach (nint slot in label.Fixups)
        {
            *(SyscallRecord**)slot = Records + _count;
        }
    }

    /// <summary>Keeps a descriptor open in the child although no call names it, until its execve.</summary>
    public void Hold(SafeFileHandle file) => _ = Value(file);

    /// <inheritdoc />
    public void Dispose()
    {
        _ = Libc.Syscall(Nr.munmap, (nint)_memory, Size);
        Memory?.Dispose();
    }

    private Cell Call(
        int number, Argument a0 = default, Argument a1 = default, Argument a2 = default, Argument a3 = default, Argument a4 = default,
        nint a5 = 0, Tolerate tolerate = default, Label? onError = null)
    {
        SyscallRecord* record = Records + _count;
        if ((byte*)(record + 1) > _memory + DataOffset)
        {
            throw new ArgumentException("arguments, environment and mounts together take too many steps to start a process with");
        }

        _count++;
        Cell result = NewCell();
        *record = new SyscallRecord
        {
            Number = number,
            A0 = Value(a0),
            A1 = Value(a1),
            A2 = Value(a2),
            A3 = Value(a3),
            A4 = Value(a4),
            A5 = a5,
            Result = result.Address,
            Tolerated = tolerate.Mask,
            Next = record + 1,
            NextAfterError = record + 1,
            Indirect = Bit(a0, 0) | Bit(a1, 1) | Bit(a2, 2) | Bit(a3, 3) | Bit(a4, 4),
        };
        if (onError is not null)
        {
            Jump((nint)(&record->NextAfterError), onError);
        }

        return result;
    }

    /// <summary>Lets the walk go on at a label after the last call succeeded.</summary>
    private void Continue(Label label) => Jump((nint)(&(Records + _count - 1)->Next), label);

    private void Jump(nint slot, Label label)
    {
        if (label.Placed)
        {
            throw new InvalidOperationException("a start plan jumps forward only");
        }

        label.Fixups.Add(slot);
    }

    private nint Value(Argument argument)
    {
        if (Memory is null || argument.File is not { } file)
        {
            return argument.Value;
        }

        int index = _passed.IndexOf(file);
        if (index < 0)
        {
            index = _passed.Count;
            _passed.Add(file);
        }

        return FirstPassed + index;
    }

    private nint Text(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("a path, argument or option cannot contain a NUL character");
        }

        int length = Encoding.UTF8.GetByteCount(text);
        byte* bytes = Allocate(length + 1);
        // SAFETY: room for the encoding and its terminator was just allocated.
        Encoding.UTF8.GetBytes(text, new Span<byte>(bytes, length));
        return (nint)bytes;
    }

    private nint Bytes(ReadOnlySpan<byte> content)
    {
        byte* bytes = Allocate(Math.Max(content.Length, 1));
        content.CopyTo(new Span<byte>(bytes, content.Length));
        return (nint)bytes;
    }

    private nint Vector(IReadOnlyList<string> strings)
    {
        nint* vector = (nint*)Allocate((strings.Count + 1) * sizeof(nint));
        for (int i = 0; i < strings.Count; i++)
        {
            vector[i] = Text(strings[i]);
        }

        return (nint)vector;
    }

    // Fresh pages are zero, so strings and vectors need no explicit terminator.
    private byte* Allocate(int size)
    {
        byte* result = _free;
        int rounded = (size + 15) & ~15;
        if (rounded < size || rounded > _memory + Size - _free)
        {
            throw new ArgumentException("arguments, environment and mounts together are too long to start a process with");
        }

        _free += rounded;
        return result;
    }

    private static ulong Bit(Argument argument, int index) => argument.IsIndirect ? 1UL << index : 0;

    private static SafeFileHandle CreateMemory()
    {
        const int MFD_CLOEXEC = 1;
        using var name = new NativePath("caisson-program");
        nint fd = Libc.Syscall(Nr.memfd_create, name.Address, MFD_CLOEXEC);
        if (fd < 0)
        {
            throw new LinuxException("memfd_create", null, (Errno)(-fd));
        }

        var memory = new SafeFileHandle(fd, ownsHandle: true);
        nint result = Libc.Syscall(Nr.ftruncate, fd, Size);
        if (result < 0)
        {
            memory.Dispose();
            throw new LinuxException("ftruncate", "memory of a system call program", (Errno)(-result));
        }

        return memory;
    }

    private const int PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MAP_NORESERVE = 0x4000,
        MAP_FIXED_NOREPLACE = 0x100000;
}
