import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import type { NativePackage } from './native-package.js'

export const quietLoadFile = 'quiet_load.node'

/**
 * C++ of a tiny addon, `quietly(f)`: calls f with standard error turned to /dev/null. TensorFlow since 2.17 writes two
 * lines ("oneDNN custom operations are on …") in the initialisers of its library, before anything can set a log level,
 * and no environment variable stops them (tensorflow/tensorflow#100442). What goes wrong in f still comes as an
 * exception; a crash has been looked for in a child process.
 */
export const quietLoadSource = `
#include <fcntl.h>
#include <unistd.h>
#include <node_api.h>
static napi_value Quietly(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value call, nothing, result = nullptr;
  napi_get_cb_info(env, info, &count, &call, nullptr, nullptr);
  napi_get_undefined(env, &nothing);
  int kept = fcntl(2, F_DUPFD_CLOEXEC, 3);
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (kept >= 0 && null >= 0) dup2(null, 2);
  if (null >= 0) close(null);
  napi_call_function(env, nothing, call, 0, nullptr, &result);
  if (kept >= 0) {
    dup2(kept, 2);
    close(kept);
  }
  return result;
}
NAPI_MODULE_INIT() {
  napi_value quietly;
  napi_create_function(env, "quietly", NAPI_AUTO_LENGTH, Quietly, nullptr, &quietly);
  napi_set_named_property(env, exports, "quietly", quietly);
  return exports;
}
`

/**
 * The result of `load`, called with standard error closed to the library's start-up lines, where such an addon lies
 * beside tfjs-node's (set-up builds both) and `TF_CPP_MIN_LOG_LEVEL` asks for less than everything.
 */
export function loadQuietly<Loaded>(native: NativePackage, load: () => Loaded): Loaded {
  const file = join(dirname(realpathSync(native.addon)), quietLoadFile)
  if (!existsSync(file) || !(Number(process.env['TF_CPP_MIN_LOG_LEVEL']) > 0)) return load()
  const { quietly } = createRequire(import.meta.url)(file) as { quietly: (load: () => Loaded) => Loaded }
  return quietly(load)
}
