// The events of an answer that is streamed: server-sent, or in the frames of Bedrock.
export function serverSent(data) {
  return data.toString('utf8').split('\n')
    .filter((row) => row.startsWith('data: '))
    .map((row) => JSON.parse(row.slice(6)))
}

export function eventStream(data) {
  const events = []
  while (data.length >= 16) {
    const size = data.readUInt32BE(0)
    const headers = data.readUInt32BE(4)
    if (size > data.length) throw new Error('a frame is cut off')
    if (crc32(data.subarray(0, 8)) !== data.readUInt32BE(8)) throw new Error('a wrong sum of a prelude')
    if (crc32(data.subarray(0, size - 4)) !== data.readUInt32BE(size - 4)) throw new Error('a wrong sum')
    const payload = JSON.parse(data.subarray(12 + headers, size - 4).toString('utf8'))
    events.push(JSON.parse(Buffer.from(payload.bytes, 'base64').toString('utf8')))
    data = data.subarray(size)
  }
  return events
}

function crc32(data) {
  let sum = ~0
  for (const byte of data) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return ~sum >>> 0
}

export function joined(events) {
  const blocks = []
  for (const event of events) {
    if (event.type === 'content_block_start') blocks[event.index] = { ...event.content_block, json: '' }
    if (event.type !== 'content_block_delta') continue
    const block = blocks[event.index]
    if (event.delta.type === 'text_delta') block.text += event.delta.text
    if (event.delta.type === 'input_json_delta') block.json += event.delta.partial_json
  }
  return blocks.map(({ json, ...block }) => (json ? { ...block, input: JSON.parse(json) } : block))
}
