#pragma once
// Linux facilities that Swift's Glibc module does not show, or that must not run Swift code:
// signal handlers, and everything between fork and exec.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

// Wake descriptor: a non-blocking, close-on-exec eventfd. `post` may be called from any thread.
int cp_eventfd_open(void);
void cp_eventfd_post(int fd);
void cp_eventfd_drain(int fd);

// Signals: the handler writes the signal's number as one byte to a non-blocking pipe. Returns the
// end to read from, or -errno. One pipe for the process; a second call moves the signals to it.
int cp_signal_pipe_open(const int *signals, size_t count);
void cp_signal_pipe_close(void);
// Ends this process as `signal` would have, so that the parent sees the right status.
void cp_die_of_signal(int signal);
// Stops the process group as Ctrl-Z would; returns after SIGCONT (at once if nobody could resume it).
void cp_stop_self(void);
// SIGINT and SIGQUIT are ignored while a child owns the terminal; false puts the handlers back.
void cp_ignore_interrupts(bool ignore);

// Terminal settings as they were before the interface started. -errno on failure.
int cp_terminal_remember(int fd);
void cp_terminal_restore(void);
// On a crash: write `leave`, restore the remembered settings, write `message`, die of the signal.
void cp_crash_restore_arm(const uint8_t *leave, size_t leave_count,
                          const uint8_t *_Nullable message, size_t message_count);
void cp_crash_restore_disarm(void);

int cp_window_size(int fd, int *rows, int *columns);
int cp_set_window_size(int fd, int rows, int columns);

// Points fd 2 at a 0600 file; returns a copy of the old fd 2 for `cp_stderr_restore`, or -errno.
int cp_stderr_redirect(const char *path);
void cp_stderr_restore(int saved);

// Starts a program as the leader of a session on a new pty. Returns its pid, or -errno.
pid_t cp_spawn_on_pty(int *master, const char *path, char *_Nullable const *_Nonnull argv,
                      char *_Nullable const *_Nonnull envp, int rows, int columns);
// Starts a program found through PATH with these descriptors (-1: inherit). Returns pid, or -errno,
// also when the exec itself failed.
pid_t cp_spawn(char *_Nullable const *_Nonnull argv, char *_Nullable const *_Nonnull envp,
               int input, int output, int error);
int cp_pipe(int *read_end, int *write_end);
// Waits for a child; true with `code` (128 + signal when killed) once it ended.
bool cp_wait(pid_t pid, bool block, int *code);

void cp_set_thread_name(const char *name);
// Buffers from 256 KiB on go back to the system when they are freed, whatever was freed before.
void cp_return_large_buffers(void);
// Gives back what is free now.
void cp_return_free_memory(void);
// Gives back pages of code and constants, of the program and its libraries: most of what a start runs through is not
// run again. They are unchanged parts of files, and come back from the page cache when they are needed.
void cp_return_code(void);
// Cells that glibc (and so ncurses) gives the scalar; -1 when it is not printable.
int cp_wcwidth(uint32_t scalar);
// The same for scalars 0 ..< count, in a UTF-8 locale whatever the process's locale is. Any thread.
void cp_fill_widths(int8_t *table, size_t count);

#pragma clang assume_nonnull end
