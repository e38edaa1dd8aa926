#pragma once
#include <curl/curl.h>

/* curl's setopt and getinfo functions are variadic, which Swift cannot call: one typed wrapper per
   class of argument. */

typedef size_t (*bayside_curl_bytes)(char *_Nullable, size_t, size_t, void *_Nullable);
typedef curl_socket_t (*bayside_curl_open)(void *_Nullable, curlsocktype, struct curl_sockaddr *_Nullable);
typedef int (*bayside_curl_seek)(void *_Nullable, curl_off_t, int);

static inline CURLcode bayside_curl_set_long(CURL *_Nonnull easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode bayside_curl_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode bayside_curl_set_string(
    CURL *_Nonnull easy, CURLoption option, const char *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode bayside_curl_set_pointer(CURL *_Nonnull easy, CURLoption option, void *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode bayside_curl_set_list(
    CURL *_Nonnull easy, CURLoption option, struct curl_slist *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode bayside_curl_set_bytes(
    CURL *_Nonnull easy, CURLoption option, bayside_curl_bytes _Nullable function) {
  return curl_easy_setopt(easy, option, function);
}
static inline CURLcode bayside_curl_set_seek(CURL *_Nonnull easy, bayside_curl_seek _Nullable function) {
  return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, function);
}
static inline CURLcode bayside_curl_set_open(CURL *_Nonnull easy, bayside_curl_open _Nullable function) {
  return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}
static inline CURLMcode bayside_curl_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}
static inline long bayside_curl_get_long(CURL *_Nonnull easy, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}
static inline curl_off_t bayside_curl_get_offset(CURL *_Nonnull easy, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}
static inline const char *_Nullable bayside_curl_get_string(CURL *_Nonnull easy, CURLINFO info) {
  char *value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}
static inline void *_Nullable bayside_curl_get_private(CURL *_Nonnull easy) {
  char *value = 0;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value);
  return value;
}
