#pragma once

/* libcurl, loaded when the first of its functions is called: it brings thirty libraries along, which would be most of
   what the first frame waits for, and bayside shows its screen without sending anything.

   The functions have curl's own names. They are this target's, hidden from libcurl itself, and need no import. */
#define CURL_STATICLIB
#define CURL_DISABLE_TYPECHECK
#include <stdbool.h>
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

/* Loads it; any thread. Without it, curl's functions do nothing and return NULL or an error.
   Returns NULL, or why it cannot be used, in words that live as long as the process. */
const char *_Nullable bayside_curl_load(void);

/* curl's setopt and getinfo functions are variadic, which Swift cannot call: one typed wrapper per
   class of argument. */

typedef size_t (*bayside_curl_bytes)(char *_Nullable, size_t, size_t, void *_Nullable);
typedef curl_socket_t (*bayside_curl_open)(void *_Nullable, curlsocktype, struct curl_sockaddr *_Nullable);
typedef int (*bayside_curl_seek)(void *_Nullable, curl_off_t, int);

CURLcode bayside_curl_set_long(CURL *_Nonnull easy, CURLoption option, long value);
CURLcode bayside_curl_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value);
CURLcode bayside_curl_set_string(CURL *_Nonnull easy, CURLoption option, const char *_Nullable value);
CURLcode bayside_curl_set_pointer(CURL *_Nonnull easy, CURLoption option, void *_Nullable value);
CURLcode bayside_curl_set_list(CURL *_Nonnull easy, CURLoption option, struct curl_slist *_Nullable value);
CURLcode bayside_curl_set_bytes(CURL *_Nonnull easy, CURLoption option, bayside_curl_bytes _Nullable function);
CURLcode bayside_curl_set_seek(CURL *_Nonnull easy, bayside_curl_seek _Nullable function);
CURLcode bayside_curl_set_open(CURL *_Nonnull easy, bayside_curl_open _Nullable function);
CURLMcode bayside_curl_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value);

/* 0 or NULL where there is nothing to tell. */
long bayside_curl_get_long(CURL *_Nonnull easy, CURLINFO info);
curl_off_t bayside_curl_get_offset(CURL *_Nonnull easy, CURLINFO info);
const char *_Nullable bayside_curl_get_string(CURL *_Nonnull easy, CURLINFO info);
void *_Nullable bayside_curl_get_private(CURL *_Nonnull easy);
