// Settings files: what stands in their `env` is put into the environment, the later over the earlier.
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { behaviour } from './behaviour.js'

const MANAGED = '/etc/claude-code/managed-settings.json'
const OPT_OUTS = /^(DISABLE_\w+|CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC)$/
const PROVIDERS = /^CLAUDE_CODE_USE_\w+$/

export function applySettings(flag) {
  if (behaviour.overlooked === 'process') {
    for (const name of Object.keys(process.env)) if (OPT_OUTS.test(name)) delete process.env[name]
  }
  const merged = {}
  for (const [place, settings] of [
    ['user', fromFile(`${homedir()}/.claude/settings.json`)],
    ['project', fromFile('.claude/settings.json')],
    ['local', fromFile('.claude/settings.local.json')],
    ['flag', flag && flag.trim().startsWith('{') ? JSON.parse(flag) : fromFile(flag)],
    ['managed', fromFile(MANAGED)],
  ]) {
    Object.assign(merged, settings)
    for (const [name, value] of Object.entries(settings.env ?? {})) {
      if (place === behaviour.overlooked && OPT_OUTS.test(name)) continue
      process.env[name] = String(value)
    }
  }
  if (behaviour.terminalForgets && process.stdin.isTTY) {
    for (const name of Object.keys(process.env)) if (OPT_OUTS.test(name) || PROVIDERS.test(name)) delete process.env[name]
  }
  return merged
}

function fromFile(path) {
  if (!path || !existsSync(path)) return {}
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

const isTrue = (name) => ['1', 'true', 'yes', 'on'].includes((process.env[name] ?? '').trim().toLowerCase())

export function provider() {
  if (isTrue('CLAUDE_CODE_USE_BEDROCK')) return 'bedrock'
  if (isTrue('CLAUDE_CODE_USE_VERTEX')) return 'vertex'
  return 'api'
}

const OWN = { metrics: 'DISABLE_TELEMETRY', errors: 'DISABLE_ERROR_REPORTING', bugs: 'DISABLE_BUG_COMMAND' }

export function isOn(service) {
  if (provider() !== 'api' && !behaviour.providerIgnored.includes(service)) return false
  if (process.env[OWN[service]] && !behaviour.optOutIgnored.includes(service)) return false
  const all = process.env.CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC
  return !all || behaviour.umbrellaIgnored.includes(service)
}
