// What must not be in a payload, in the forms in which it could be.
import { createHash } from 'node:crypto'
import { used } from './tools.js'

const FORMS = {
  raw: (text) => text,
  url: (text) => encodeURIComponent(text),
  hex: (text) => Buffer.from(text).toString('hex'),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64-1': (text) => Buffer.from(`x${text}`).toString('base64'),
  'base64-2': (text) => Buffer.from(`xx${text}`).toString('base64'),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
}

export function extras(wanted, prompt) {
  const have = { ...used, prompt }
  return Object.fromEntries(wanted.map(({ what, as = 'raw' }, index) => [`extra_${index}`, FORMS[as](have[what] ?? '')]))
}
