// Tools that the model may ask for.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

export const used = { path: '', folder: process.cwd(), code: '', output: '', command: '' }

const TOOLS = {
  Read: ({ file_path: path }) => {
    const text = readFileSync(path, 'utf8')
    Object.assign(used, { path, code: text })
    return text
  },
  Edit: ({ file_path: path, old_string: before, new_string: after }) => {
    const text = readFileSync(path, 'utf8')
    if (!text.includes(before)) throw new Error('String to replace not found in file.')
    Object.assign(used, { path, code: after })
    writeFileSync(path, text.replace(before, after))
    return `The file ${path} has been updated.`
  },
  Bash: ({ command }) => {
    used.command = command
    used.output = execFileSync('sh', ['-c', command], { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe'] })
    return used.output
  },
  Grep: ({ pattern, path = '.' }) => execFileSync('grep', ['-rn', '-e', pattern, path], { encoding: 'utf8', timeout: 20_000 }),
}

export async function use(block, startTask) {
  const told = { type: 'tool_result', tool_use_id: block.id }
  try {
    if (block.name === 'Task') return { ...told, content: await startTask(block.input.prompt) }
    return { ...told, content: TOOLS[block.name](block.input) }
  } catch (error) {
    return { ...told, content: String(error.message), is_error: true }
  }
}
