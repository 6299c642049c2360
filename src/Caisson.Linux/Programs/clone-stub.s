# clone3, and the walk of a system call program by the child.        x86-64, System V calling convention.
#
# long clone_stub(struct clone_args *rdi, size_t rsi, struct record *rdx, struct failure *rcx)
# The parent gets the child's pid or a negative errno. The child never returns: it touches no stack, no TLS, no libc and
# no managed code, because with CLONE_VM all of them belong to the parent (SyscallRecord.cs describes the records).
#
# Assembled by:  as clone-stub.s -o x.o && objcopy -O binary -j .text x.o x.bin ; CloneStub.cs holds the bytes, a test compares.
    .intel_syntax noprefix
    .globl clone_stub
clone_stub:
    mov     r8, rdx                 # the kernel keeps r8, r9 over a system call; rcx and r11 are lost
    mov     r9, rcx
    mov     eax, 435                # clone3
    syscall
    test    rax, rax
    jz      child
    ret

child:
    mov     r12, r8                 # r12: the record at hand
    mov     r13, r9                 # r13: where a failure is reported
record:
    mov     rdi, [r12 + 8]
    mov     rsi, [r12 + 16]
    mov     rdx, [r12 + 24]
    mov     r10, [r12 + 32]
    mov     r8,  [r12 + 40]
    mov     r9,  [r12 + 48]
    mov     bl,  [r12 + 88]         # bit i: argument i is the address of its value
    test    bl, 1
    jz      1f
    mov     rdi, [rdi]
1:  test    bl, 2
    jz      1f
    mov     rsi, [rsi]
1:  test    bl, 4
    jz      1f
    mov     rdx, [rdx]
1:  test    bl, 8
    jz      1f
    mov     r10, [r10]
1:  test    bl, 16
    jz      1f
    mov     r8, [r8]
1:  mov     rax, [r12]
    syscall
    mov     rcx, [r12 + 56]         # where the result goes
    test    rcx, rcx
    jz      1f
    mov     [rcx], rax
1:  test    rax, rax
    js      failed
    mov     r12, [r12 + 72]         # the next record
    jmp     record
failed:
    mov     rdx, rax
    neg     rdx                     # the errno
    cmp     rdx, 63
    ja      report
    bt      [r12 + 64], rdx         # bit e: errno e is tolerated
    jnc     report
    mov     r12, [r12 + 80]         # the next record after a tolerated error
    jmp     record
report:
    mov     [r13], r12
    mov     [r13 + 8], rax
    mov     edi, 125
    mov     eax, 231                # exit_group
    syscall
    hlt
