#define _GNU_SOURCE
#include "CPlatform.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios remembered;
static int terminal = -1;
static uint8_t leave_bytes[512], message_bytes[1024];
static size_t leave_length, message_length;
static atomic_flag crashed = ATOMIC_FLAG_INIT;
static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};

static void put(const uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t n = write(terminal, bytes, count);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    bytes += n;
    count -= (size_t)n;
  }
}

static void on_fatal(int sig) {
  if (!atomic_flag_test_and_set(&crashed) && terminal >= 0) {
    put(leave_bytes, leave_length);
    tcsetattr(terminal, TCSANOW, &remembered);
    put(message_bytes, message_length);
  }
  // Not the runtime's handler: on a terminal its backtracer waits half a minute for a key.
  signal(sig, SIG_DFL);
  raise(sig);
}

int cp_terminal_remember(int fd) {
  if (tcgetattr(fd, &remembered) != 0) return -errno;
  terminal = fd;
  return 0;
}

void cp_terminal_restore(void) {
  if (terminal < 0) return;
  while (tcsetattr(terminal, TCSADRAIN, &remembered) != 0 && errno == EINTR) {
  }
}

void cp_crash_restore_arm(const uint8_t *leave, size_t leave_count, const uint8_t *message,
                          size_t message_count) {
  leave_length = leave_count < sizeof leave_bytes ? leave_count : sizeof leave_bytes;
  message_length = message_count < sizeof message_bytes ? message_count : sizeof message_bytes;
  memcpy(leave_bytes, leave, leave_length);
  if (message_length > 0) memcpy(message_bytes, message, message_length);
  // A stack overflow leaves no room for a handler on the thread's own stack.
  static char stack[32768];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternate, NULL);
  struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, NULL);
}

void cp_crash_restore_disarm(void) {
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) signal(fatal[i], SIG_DFL);
}
