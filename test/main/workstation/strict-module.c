/*
 * A PKCS#11 module that is another one, but for what a card of the CPS does and SoftHSM does not: it counts wrong codes and
 * is blocked by the third, and it misbehaves as the first word of the file CONTROL tells. Built by strict-module.ts.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long word;
typedef struct {
  unsigned char version[2];
  void *functions[68];
} function_list;

enum { GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, GET_MECHANISM_LIST = 7, LOGIN = 18, LOGOUT = 19, SIGN = 43 };
enum { PIN_INCORRECT = 0xa0, PIN_LOCKED = 0xa4, DEVICE_ERROR = 0x30, DEVICE_REMOVED = 0x32 };
enum { COUNT_LOW = 0x10000, FINAL_TRY = 0x20000, LOCKED = 0x40000, PROTECTED_PATH = 0x100 };

static function_list real, strict;
static int wrong;
static word logged_in;

static int told(const char *word_told) {
  char line[32] = "";
  FILE *file = fopen(CONTROL, "r");
  if (file == NULL) return 0;
  if (fgets(line, sizeof line, file) == NULL) line[0] = 0;
  fclose(file);
  line[strcspn(line, "\n")] = 0;
  return strcmp(line, word_told) == 0;
}

static word get_token_info(word slot, unsigned char *info) {
  word answer = ((word(*)(word, unsigned char *))real.functions[GET_TOKEN_INFO])(slot, info);
  word *flags = (word *)(info + 96);
  if (answer != 0) return answer;
  *flags &= ~(word)(COUNT_LOW | FINAL_TRY | LOCKED);
  if (wrong == 1) *flags |= COUNT_LOW;
  if (wrong == 2) *flags |= COUNT_LOW | FINAL_TRY;
  if (wrong >= 3) *flags |= LOCKED;
  if (told("pin-pad")) *flags |= PROTECTED_PATH;
  return answer;
}

static word login(word session, word user, unsigned char *pin, word length) {
  word answer;
  if (wrong >= 3) return PIN_LOCKED;
  if (told("pin-pad")) {
    /* As if it had been typed there. A code given all the same is an error of who calls. */
    if (pin != NULL) return 0x07;
    pin = (unsigned char *)"1234";
    length = 4;
  }
  answer = ((word(*)(word, word, unsigned char *, word))real.functions[LOGIN])(session, user, pin, length);
  if (answer == 0) {
    wrong = 0;
    logged_in = session;
  }
  if (answer == PIN_INCORRECT) wrong += 1;
  return answer;
}

static word get_mechanism_list(word slot, word *list, word *count) {
  if (!told("no-sha256")) return ((word(*)(word, word *, word *))real.functions[GET_MECHANISM_LIST])(slot, list, count);
  if (list != NULL) list[0] = 1;
  *count = 1;
  return 0;
}

static word sign(word session, unsigned char *data, word length, unsigned char *signature, word *signature_length) {
  word answer;
  if (told("hang")) for (;;) sleep(60);
  if (told("crash")) abort();
  if (told("removed")) return DEVICE_REMOVED;
  if (told("error")) return DEVICE_ERROR;
  answer = ((word(*)(word, unsigned char *, word, unsigned char *, word *))real.functions[SIGN])(
      session, data, length, signature, signature_length);
  if (told("forged")) signature[7] ^= 1;
  return answer;
}

static word get_slot_list(unsigned char present, word *list, word *count) {
  if (told("hang-list")) for (;;) sleep(60);
  /* As when another program made the card forget its code. */
  if (told("forgets")) ((word(*)(word))real.functions[LOGOUT])(logged_in);
  return ((word(*)(unsigned char, word *, word *))real.functions[GET_SLOT_LIST])(present, list, count);
}

word C_GetFunctionList(function_list **list) {
  void *library = dlopen(REAL, RTLD_NOW);
  function_list *found;
  if (library == NULL) return 0x05;
  if (((word(*)(function_list **))dlsym(library, "C_GetFunctionList"))(&found) != 0) return 0x05;
  real = *found;
  strict = real;
  strict.functions[GET_SLOT_LIST] = get_slot_list;
  strict.functions[GET_TOKEN_INFO] = get_token_info;
  strict.functions[GET_MECHANISM_LIST] = get_mechanism_list;
  strict.functions[LOGIN] = login;
  strict.functions[SIGN] = sign;
  *list = &strict;
  return 0;
}
