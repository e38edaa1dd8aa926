#define _GNU_SOURCE
#include "CPlatform.h"
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void reset_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int sig = 1; sig < 32; sig++) signal(sig, SIG_DFL);
}

pid_t cp_spawn_on_pty(int *master, const char *path, char *const *argv, char *const *envp, int rows,
                      int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  pid_t pid = forkpty(master, NULL, NULL, &size);
  if (pid < 0) return -errno;
  if (pid == 0) {
    reset_signals();
    // What another thread had just opened, and had not marked yet, is not for the child.
    close_range(3, ~0U, 0);
    execve(path, argv, envp);
    _exit(127);
  }
  fcntl(*master, F_SETFD, FD_CLOEXEC);
  fcntl(*master, F_SETFL, fcntl(*master, F_GETFL) | O_NONBLOCK);
  return pid;
}

// A child that wants `from` as descriptor `to`; dup2 clears close-on-exec only when they differ.
static int place(int from, int to) {
  if (from < 0) return 0;
  if (from == to) return fcntl(to, F_SETFD, 0);
  return dup2(from, to);
}

pid_t cp_spawn(char *const *argv, char *const *envp, int input, int output, int error) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -errno;
  pid_t pid = fork();
  if (pid < 0) {
    int failure = errno;
    close(report[0]);
    close(report[1]);
    return -failure;
  }
  if (pid == 0) {
    reset_signals();
    // As above; the report stays open until the program runs.
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (place(input, 0) >= 0 && place(output, 1) >= 0 && place(error, 2) >= 0)
      execvpe(argv[0], argv, envp);
    int failure = errno;
    (void)!write(report[1], &failure, sizeof failure);
    _exit(127);
  }
  close(report[1]);
  int failure = 0;
  ssize_t n;
  while ((n = read(report[0], &failure, sizeof failure)) < 0 && errno == EINTR) {
  }
  close(report[0]);
  if (n <= 0) return pid;
  int code;
  cp_wait(pid, true, &code);
  return -failure;
}

int cp_pipe(int *read_end, int *write_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}

bool cp_wait(pid_t pid, bool block, int *code) {
  int status = 0;
  pid_t ended;
  while ((ended = waitpid(pid, &status, block ? 0 : WNOHANG)) < 0 && errno == EINTR) {
  }
  if (ended == 0) return false;
  if (ended < 0) {
    *code = -1;
  } else {
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return true;
}

int cp_window_size(int fd, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return -errno;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

int cp_set_window_size(int fd, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(fd, TIOCSWINSZ, &size) == 0 ? 0 : -errno;
}

void cp_return_large_buffers(void) { mallopt(M_MMAP_THRESHOLD, 256 << 10); }
void cp_return_free_memory(void) { malloc_trim(0); }
