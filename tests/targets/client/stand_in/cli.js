#!/usr/bin/env node
// A stand-in for the real client, for tests of what watches it.
import './lib/slow.js'
import { behaviour } from './lib/behaviour.js'
import { readWords } from './lib/words.js'
import { applySettings } from './lib/settings.js'
import { Conversation } from './lib/conversation.js'
import { removeOld } from './lib/transcripts.js'
import * as telemetry from './lib/telemetry.js'
import { terminal } from './lib/terminal.js'

const words = readWords(process.argv.slice(2))
if (words.version) {
  console.log('2.0.30 (Claude Code)')
  process.exit(0)
}

async function main() {
  telemetry.begin()
  await telemetry.beforeSettings()
  const settings = applySettings(words.settings)
  await telemetry.start()
  removeOld(settings.cleanupPeriodDays)
  const conversation = new Conversation(words.resume)
  if (words.prompt !== undefined) {
    console.log(await conversation.ask(words.prompt))
  } else {
    await terminal(conversation)
  }
}

let code = 0
try {
  await main()
} catch (error) {
  console.error(`API Error: ${error.message}`)
  code = 1
}
if (behaviour.exit === 'killed') process.kill(process.pid, 'SIGKILL')
if (behaviour.exit !== 'early') await telemetry.flush()
process.exit(code)
