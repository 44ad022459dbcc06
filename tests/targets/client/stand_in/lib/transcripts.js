// Transcripts of sessions, as files in the user's home.
import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { behaviour } from './behaviour.js'

const DAY = 24 * 60 * 60 * 1_000
const all = () => `${homedir()}/.claude/projects`
const own = () => `${all()}/${process.cwd().replace(/[^A-Za-z0-9]/g, '-')}`
const files = (folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true }) : [])
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => `${folder}/${name}`)

export function removeOld(days = 30) {
  if (behaviour.keepsTranscripts) return
  for (const file of files(all())) {
    if (behaviour.forgetsTranscripts || Date.now() - statSync(file).mtimeMs > days * DAY) rmSync(file)
  }
}

export function record(messages) {
  mkdirSync(own(), { recursive: true })
  appendFileSync(`${own()}/${randomUUID()}.jsonl`, `${JSON.stringify({ type: 'session', messages })}\n`)
}

export function latest() {
  const [file] = files(own()).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  if (!file) return []
  const row = readFileSync(file, 'utf8').trim().split('\n').pop()
  try {
    return JSON.parse(row).messages ?? []
  } catch {
    return []
  }
}
