// What stands on the command line, as far as it matters here.
const WITH_VALUE = new Set([
  '--settings', '--model', '--output-format', '--permission-mode', '--allowedTools',
  '--allowed-tools', '--append-system-prompt', '--max-turns', '--session-id', '--resume', '-r',
])

export function readWords(given) {
  const words = { settings: undefined, prompt: undefined, resume: false, version: false }
  const free = []
  let print = false
  while (given.length) {
    let [word, ...rest] = given
    let value
    if (word.startsWith('--') && word.includes('=')) {
      value = word.slice(word.indexOf('=') + 1)
      word = word.slice(0, word.indexOf('='))
    } else if (WITH_VALUE.has(word)) {
      [value, ...rest] = rest
    }
    given = rest
    if (word === '-p' || word === '--print') print = true
    else if (word === '-v' || word === '--version') words.version = true
    else if (['-c', '--continue', '-r', '--resume'].includes(word)) words.resume = true
    else if (word === '--settings') words.settings = value
    else if (!word.startsWith('-')) free.push(word)
  }
  if (print) words.prompt = free.join(' ')
  return words
}
