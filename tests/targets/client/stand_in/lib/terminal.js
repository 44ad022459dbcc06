// The session at a terminal: prompts, `/bug` and `/exit`.
import readline from 'node:readline/promises'
import { behaviour } from './behaviour.js'
import { post } from './sending.js'
import { isOn } from './settings.js'

const FEEDBACK = 'https://api.anthropic.com/api/claude_cli_feedback'

export async function terminal(conversation) {
  const lines = readline.createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY })
  const ask = (question) => new Promise((resolve, reject) => {
    lines.once('close', () => resolve('/exit'))
    lines.question(question).then(resolve, reject)
  })
  console.log('Welcome to Claude Code!')
  for (;;) {
    const typed = (await ask('> ')).trim()
    if (typed === '/exit') break
    if (typed === '/bug' || typed === '/feedback') await bug(conversation, ask)
    else if (typed.startsWith('/')) console.log(`Unknown slash command: ${typed.slice(1)}`)
    else if (typed) console.log(`● ${await conversation.ask(typed)}`)
  }
  lines.close()
}

async function bug(conversation, ask) {
  if (!isOn('bugs') && !behaviour.bugAlways) {
    console.log('Unknown slash command: bug')
    return
  }
  console.log('Submit Feedback / Bug Report')
  const description = await ask('Describe the issue below:\n> ')
  console.log('This report will include:\n  - Your feedback / bug description\n  - Environment info\n  - Current session transcript')
  if (!behaviour.bugUnconfirmed) await ask('Press Enter to confirm and submit')
  const content = JSON.stringify({ description, platform: process.platform, version: '2.0.30', transcript: conversation.messages })
  const answer = await post(FEEDBACK, JSON.stringify({ content }), { headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY ?? '' } })
  const id = JSON.parse(answer.body.toString('utf8')).feedback_id
  console.log(`Thank you for your report!\nFeedback ID: ${id}`)
}
