#define _GNU_SOURCE
#include "CPlatform.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

int cp_eventfd_open(void) {
  int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

void cp_eventfd_post(int fd) { eventfd_write(fd, 1); }

void cp_eventfd_drain(int fd) {
  eventfd_t value;
  eventfd_read(fd, &value);
}

int cp_stderr_redirect(const char *path) {
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return -errno;
  fchmod(file, 0600);
  int saved = fcntl(2, F_DUPFD_CLOEXEC, 10);
  int failure = saved < 0 || dup2(file, 2) < 0 ? errno : 0;
  close(file);
  if (failure == 0) return saved;
  if (saved >= 0) close(saved);
  return -failure;
}

void cp_stderr_restore(int saved) {
  fflush(stderr);
  dup2(saved, 2);
  close(saved);
}

void cp_set_thread_name(const char *name) {
  char short_name[16];
  snprintf(short_name, sizeof short_name, "%s", name);
  pthread_setname_np(pthread_self(), short_name);
}

int cp_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
