#include "CCurl.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

// libcurl's own calls must not find the functions of this file.
#pragma GCC visibility push(hidden)

// Since 8.6 what is only read is constant.
#if LIBCURL_VERSION_NUM >= 0x080600
typedef const CURLU read_url;
#else
typedef CURLU read_url;
#endif

static struct {
  CURLcode (*global_init)(long);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  CURLcode (*easy_pause)(CURL *, int);
  const char *(*easy_strerror)(CURLcode);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  CURLM *(*multi_init)(void);
  CURLMcode (*multi_cleanup)(CURLM *);
  CURLMcode (*multi_add_handle)(CURLM *, CURL *);
  CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
  CURLMcode (*multi_perform)(CURLM *, int *);
  CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd *, unsigned int, int, int *);
  CURLMcode (*multi_wakeup)(CURLM *);
  CURLMsg *(*multi_info_read)(CURLM *, int *);
  CURLMcode (*multi_setopt)(CURLM *, CURLMoption, ...);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
  CURLU *(*url)(void);
  void (*url_cleanup)(CURLU *);
  CURLUcode (*url_get)(read_url *, CURLUPart, char **, unsigned int);
  CURLUcode (*url_set)(CURLU *, CURLUPart, const char *, unsigned int);
  void (*free)(void *);
} real;

static char problem[512] = "libcurl was not loaded";
static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *reason = dlerror();
    snprintf(problem, sizeof problem, "libcurl cannot be loaded: %s", reason ? reason : "no reason is known");
    return;
  }
  const struct {
    void *function;
    const char *name;
  } wanted[] = {
    {&real.global_init, "curl_global_init"},
    {&real.easy_init, "curl_easy_init"},
    {&real.easy_cleanup, "curl_easy_cleanup"},
    {&real.easy_pause, "curl_easy_pause"},
    {&real.easy_strerror, "curl_easy_strerror"},
    {&real.easy_setopt, "curl_easy_setopt"},
    {&real.easy_getinfo, "curl_easy_getinfo"},
    {&real.multi_init, "curl_multi_init"},
    {&real.multi_cleanup, "curl_multi_cleanup"},
    {&real.multi_add_handle, "curl_multi_add_handle"},
    {&real.multi_remove_handle, "curl_multi_remove_handle"},
    {&real.multi_perform, "curl_multi_perform"},
    {&real.multi_poll, "curl_multi_poll"},
    {&real.multi_wakeup, "curl_multi_wakeup"},
    {&real.multi_info_read, "curl_multi_info_read"},
    {&real.multi_setopt, "curl_multi_setopt"},
    {&real.slist_append, "curl_slist_append"},
    {&real.slist_free_all, "curl_slist_free_all"},
    {&real.url, "curl_url"},
    {&real.url_cleanup, "curl_url_cleanup"},
    {&real.url_get, "curl_url_get"},
    {&real.url_set, "curl_url_set"},
    {&real.free, "curl_free"},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    void *found = dlsym(library, wanted[i].name);
    if (!found) {
      snprintf(problem, sizeof problem, "libcurl is too old: it has no %s", wanted[i].name);
      return;
    }
    memcpy(wanted[i].function, &found, sizeof found);
  }
  is_loaded = true;
}

static bool is_ready(void) {
  pthread_once(&once, load);
  return is_loaded;
}

const char *bayside_curl_load(void) { return is_ready() ? NULL : problem; }

CURLcode curl_global_init(long flags) { return is_ready() ? real.global_init(flags) : CURLE_FAILED_INIT; }

CURL *curl_easy_init(void) { return is_ready() ? real.easy_init() : NULL; }
void curl_easy_cleanup(CURL *easy) {
  if (is_ready()) real.easy_cleanup(easy);
}
CURLcode curl_easy_pause(CURL *easy, int mask) {
  return is_ready() ? real.easy_pause(easy, mask) : CURLE_FAILED_INIT;
}
const char *curl_easy_strerror(CURLcode code) { return is_ready() ? real.easy_strerror(code) : problem; }

CURLM *curl_multi_init(void) { return is_ready() ? real.multi_init() : NULL; }
CURLMcode curl_multi_cleanup(CURLM *multi) {
  return is_ready() ? real.multi_cleanup(multi) : CURLM_INTERNAL_ERROR;
}
CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy) {
  return is_ready() ? real.multi_add_handle(multi, easy) : CURLM_INTERNAL_ERROR;
}
CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return is_ready() ? real.multi_remove_handle(multi, easy) : CURLM_INTERNAL_ERROR;
}
CURLMcode curl_multi_perform(CURLM *multi, int *running) {
  return is_ready() ? real.multi_perform(multi, running) : CURLM_INTERNAL_ERROR;
}
CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd *more, unsigned int count, int timeout, int *ready) {
  return is_ready() ? real.multi_poll(multi, more, count, timeout, ready) : CURLM_INTERNAL_ERROR;
}
CURLMcode curl_multi_wakeup(CURLM *multi) {
  return is_ready() ? real.multi_wakeup(multi) : CURLM_INTERNAL_ERROR;
}
CURLMsg *curl_multi_info_read(CURLM *multi, int *left) {
  return is_ready() ? real.multi_info_read(multi, left) : NULL;
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *line) {
  return is_ready() ? real.slist_append(list, line) : NULL;
}
void curl_slist_free_all(struct curl_slist *list) {
  if (is_ready()) real.slist_free_all(list);
}

CURLU *curl_url(void) { return is_ready() ? real.url() : NULL; }
void curl_url_cleanup(CURLU *url) {
  if (is_ready()) real.url_cleanup(url);
}
CURLUcode curl_url_get(read_url *url, CURLUPart what, char **part, unsigned int flags) {
  return is_ready() ? real.url_get(url, what, part, flags) : CURLUE_BAD_HANDLE;
}
CURLUcode curl_url_set(CURLU *url, CURLUPart what, const char *part, unsigned int flags) {
  return is_ready() ? real.url_set(url, what, part, flags) : CURLUE_BAD_HANDLE;
}
void curl_free(void *memory) {
  if (is_ready()) real.free(memory);
}

// Typed wrappers of the variadic ones.

CURLcode bayside_curl_set_long(CURL *easy, CURLoption option, long value) {
  return is_ready() ? real.easy_setopt(easy, option, value) : CURLE_FAILED_INIT;
}
CURLcode bayside_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return is_ready() ? real.easy_setopt(easy, option, value) : CURLE_FAILED_INIT;
}
CURLcode bayside_curl_set_string(CURL *easy, CURLoption option, const char *value) {
  return is_ready() ? real.easy_setopt(easy, option, value) : CURLE_FAILED_INIT;
}
CURLcode bayside_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return is_ready() ? real.easy_setopt(easy, option, value) : CURLE_FAILED_INIT;
}
CURLcode bayside_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return is_ready() ? real.easy_setopt(easy, option, value) : CURLE_FAILED_INIT;
}
CURLcode bayside_curl_set_bytes(CURL *easy, CURLoption option, bayside_curl_bytes function) {
  return is_ready() ? real.easy_setopt(easy, option, function) : CURLE_FAILED_INIT;
}
CURLcode bayside_curl_set_seek(CURL *easy, bayside_curl_seek function) {
  return is_ready() ? real.easy_setopt(easy, CURLOPT_SEEKFUNCTION, function) : CURLE_FAILED_INIT;
}
CURLcode bayside_curl_set_open(CURL *easy, bayside_curl_open function) {
  return is_ready() ? real.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, function) : CURLE_FAILED_INIT;
}
CURLMcode bayside_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return is_ready() ? real.multi_setopt(multi, option, value) : CURLM_INTERNAL_ERROR;
}

long bayside_curl_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  if (is_ready()) real.easy_getinfo(easy, info, &value);
  return value;
}
curl_off_t bayside_curl_get_offset(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  if (is_ready()) real.easy_getinfo(easy, info, &value);
  return value;
}
const char *bayside_curl_get_string(CURL *easy, CURLINFO info) {
  char *value = NULL;
  if (is_ready()) real.easy_getinfo(easy, info, &value);
  return value;
}
void *bayside_curl_get_private(CURL *easy) {
  char *value = NULL;
  if (is_ready()) real.easy_getinfo(easy, CURLINFO_PRIVATE, &value);
  return value;
}

#pragma GCC visibility pop
