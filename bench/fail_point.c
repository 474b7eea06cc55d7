/* Kills the process with SIGKILL at a chosen write, sync or send: LD_PRELOAD=fail_point.so FAIL_AT=N.
 * Without FAIL_AT it counts them into the file FAIL_COUNT at the end of the program. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long passed;
static long fail_at;

__attribute__((constructor)) static void begin(void)
{
    char const* at = getenv("FAIL_AT");
    fail_at = at != NULL ? atol(at) : 0;
}

__attribute__((destructor)) static void end(void)
{
    char const* path = getenv("FAIL_COUNT");
    FILE* file = path != NULL ? fopen(path, "w") : NULL;
    if (file == NULL) return;
    fprintf(file, "%ld\n", atomic_load(&passed));
    fclose(file);
}

static void pass(void)
{
    if (atomic_fetch_add(&passed, 1) + 1 == fail_at) raise(SIGKILL);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int file, void const* bytes, size_t size, off64_t at)
{
    pass();
    return REAL(pwrite64)(file, bytes, size, at);
}

int fdatasync(int file)
{
    pass();
    return REAL(fdatasync)(file);
}

int fsync(int file)
{
    pass();
    return REAL(fsync)(file);
}

ssize_t send(int socket, void const* bytes, size_t size, int flags)
{
    pass();
    return REAL(send)(socket, bytes, size, flags);
}
