#pragma once
#include <malloc.h>
#include <sqlite3.h>

// The macro is a cast, which Swift does not import: SQLite copies the bytes before the call returns.
static inline int sq_bind_text(sqlite3_stmt *_Nonnull s, int i, const char *_Nonnull bytes, int count) {
  return sqlite3_bind_text(s, i, bytes, count, SQLITE_TRANSIENT);
}
static inline int sq_bind_blob(sqlite3_stmt *_Nonnull s, int i, const void *_Nonnull bytes, int count) {
  return sqlite3_bind_blob(s, i, bytes, count, SQLITE_TRANSIENT);
}

// Variadic. Views and triggers in files that others may have written run nothing, and SQL cannot damage the file.
static inline int sq_set_defensive(sqlite3 *_Nonnull database, int on) {
  int status = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, on, (int *)0);
  if (status == SQLITE_OK) status = sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, !on, (int *)0);
  return status;
}

// Freed memory of all threads goes back to the system.
static inline void sq_return_memory(void) { malloc_trim(0); }
