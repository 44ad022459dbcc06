// A conversation with the model: tools are used as it asks, until it has nothing more to ask.
import { ask } from './model.js'
import { use } from './tools.js'
import { note, said } from './telemetry.js'
import { latest, record } from './transcripts.js'

const MOST_TURNS = 50

export class Conversation {
  constructor(resumed = false) {
    this.messages = resumed ? latest() : []
  }

  async ask(prompt) {
    said(prompt)
    note('tengu_input_prompt', { prompt_length: prompt.length })
    // A title for the session, as an aside.
    await ask([{ role: 'user', content: `Title: ${prompt}` }], { tools: false })
    this.messages.push({ role: 'user', content: [{ type: 'text', text: prompt }] })
    const text = await answered(this.messages)
    record(this.messages)
    return text
  }
}

async function answered(messages) {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const content = await ask(messages)
    messages.push({ role: 'assistant', content })
    const asked = content.filter((block) => block.type === 'tool_use')
    if (!asked.length) return content.map((block) => block.text).join('')
    const results = []
    for (const block of asked) {
      note('tengu_tool_use', { tool: block.name })
      results.push(await use(block, (prompt) => answered([{ role: 'user', content: prompt }])))
    }
    messages.push({ role: 'user', content: results })
  }
  throw new Error('too many turns')
}
