// The session at a terminal: prompts, `/bug` and `/exit`.
import readline from 'node:readline'
import { behaviour } from './behaviour.js'
import { post } from './sending.js'
import { isOn } from './settings.js'

// The place to type in, as people know it from the client.
const EDGE = '─'.repeat(60)
const FEEDBACK = 'https://api.anthropic.com/api/claude_cli_feedback'

export async function terminal(conversation) {
  const lines = readline.createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY, escapeCodeTimeout: 20 })
  const typed = lines[Symbol.asyncIterator]()
  const ask = async (question) => {
    lines.setPrompt(question)
    lines.prompt()
    const { value, done } = await typed.next()
    return done ? '/exit' : value
  }
  console.log('Welcome to Claude Code!')
  for (;;) {
    console.log(`${EDGE}\n>\n${EDGE}`)
    const words = (await ask('')).trim()
    if (words === '/exit') break
    if (words === '/bug' || words === '/feedback') await bug(conversation, ask)
    else if (words.startsWith('/')) console.log(unknown(words.slice(1)))
    else if (words) console.log(`● ${await conversation.ask(words)}`)
  }
  lines.close()
}

const unknown = (command) => `> Unknown slash command: ${command}`

async function bug(conversation, ask) {
  if (!isOn('bugs') && !behaviour.bugAlways) {
    console.log(unknown('bug'))
    return
  }
  console.log('Submit Feedback / Bug Report')
  const description = await ask('Describe the issue below:\n> ')
  console.log('This report will include:\n  - Your feedback / bug description\n  - Environment info\n  - Current session transcript')
  if (!behaviour.bugUnconfirmed) await ask('Press Enter to confirm and submit.')
  const content = JSON.stringify({ description, platform: process.platform, version: '2.0.30', transcript: conversation.messages })
  const answer = await post(FEEDBACK, JSON.stringify({ content }), { headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY ?? '' } })
  const id = JSON.parse(answer.body.toString('utf8')).feedback_id
  console.log(`Thank you for your report!\nFeedback ID: ${id}`)
}
