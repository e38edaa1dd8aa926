#define _GNU_SOURCE
#include "CPlatform.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t pipe_write = -1;
static int pipe_read = -1;
static int watched[32];
static size_t watched_count;
static struct sigaction saved_interrupt, saved_quit;
static bool interrupts_ignored;

static void on_signal(int sig) {
  int saved = errno;
  uint8_t byte = (uint8_t)sig;
  (void)!write(pipe_write, &byte, 1);
  errno = saved;
}

int cp_signal_pipe_open(const int *signals, size_t count) {
  int ends[2];
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -errno;
  cp_signal_pipe_close();
  pipe_read = ends[0];
  pipe_write = ends[1];
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < count && i < sizeof watched / sizeof *watched; i++) {
    watched[i] = signals[i];
    watched_count = i + 1;
    sigaction(signals[i], &action, NULL);
  }
  return pipe_read;
}

void cp_signal_pipe_close(void) {
  for (size_t i = 0; i < watched_count; i++) signal(watched[i], SIG_DFL);
  watched_count = 0;
  if (pipe_read < 0) return;
  close(pipe_read);
  close(pipe_write);
  pipe_read = -1;
  pipe_write = -1;
}

void cp_die_of_signal(int sig) {
  signal(sig, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, sig);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  raise(sig);
  _exit(128 + sig);
}

void cp_stop_self(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL}, before;
  sigset_t set, mask;
  sigemptyset(&standard.sa_mask);
  sigemptyset(&set);
  sigaddset(&set, SIGTSTP);
  sigprocmask(SIG_UNBLOCK, &set, &mask);
  sigaction(SIGTSTP, &standard, &before);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &before, NULL);
  sigprocmask(SIG_SETMASK, &mask, NULL);
}

void cp_ignore_interrupts(bool ignore) {
  if (ignore == interrupts_ignored) return;
  interrupts_ignored = ignore;
  if (ignore) {
    struct sigaction action = {.sa_handler = SIG_IGN};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &saved_interrupt);
    sigaction(SIGQUIT, &action, &saved_quit);
  } else {
    sigaction(SIGINT, &saved_interrupt, NULL);
    sigaction(SIGQUIT, &saved_quit, NULL);
  }
}
