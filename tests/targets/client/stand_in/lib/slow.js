// A slow disk: whatever is done with a file takes so long. Imported before anything else.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { behaviour } from './behaviour.js'

const asleep = new Int32Array(new SharedArrayBuffer(4))
const NAMES = ['appendFileSync', 'existsSync', 'mkdirSync', 'readdirSync', 'readFileSync', 'rmSync', 'statSync', 'writeFileSync']

if (behaviour.slowDisk) {
  for (const name of NAMES) {
    const quick = fs[name]
    fs[name] = (...given) => {
      Atomics.wait(asleep, 0, 0, behaviour.slowDisk)
      return quick(...given)
    }
  }
  syncBuiltinESMExports()
}
