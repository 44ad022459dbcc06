// The model, behind whichever provider is in use.
import { post } from './sending.js'
import { provider } from './settings.js'
import { eventStream, joined, serverSent } from './events.js'

const MODEL = 'claude-sonnet-4-5-20250929'
const TOOLS = ['Read', 'Edit', 'Bash', 'Grep', 'Task'].map((name) => ({
  name, description: `The tool ${name}`, input_schema: { type: 'object' },
}))

export async function ask(messages, { tools = true } = {}) {
  const asked = { max_tokens: 1_024, messages, stream: true, ...(tools ? { tools: TOOLS } : {}) }
  const { url, headers, body } = REQUESTS[provider()](asked)
  const answer = await post(url, JSON.stringify(body), { headers })
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.toString('utf8').slice(0, 200)}`)
  return joined((provider() === 'bedrock' ? eventStream : serverSent)(answer.body))
}

const REQUESTS = {
  api: (asked) => ({
    url: 'https://api.anthropic.com/v1/messages?beta=true',
    headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY ?? '', 'anthropic-version': '2023-06-01' },
    body: { model: MODEL, ...asked },
  }),
  bedrock: ({ stream, ...asked }) => ({
    url: `https://bedrock-runtime.${process.env.AWS_REGION ?? 'us-east-1'}.amazonaws.com/model/us.anthropic.${MODEL}-v1%3A0/invoke-with-response-stream`,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${process.env.AWS_ACCESS_KEY_ID}/20251027/us-east-1/bedrock/aws4_request, Signature=0123456789abcdef0123456789abcdef`,
    },
    body: { anthropic_version: 'bedrock-2023-05-31', ...asked },
  }),
  vertex: (asked) => {
    const region = process.env.CLOUD_ML_REGION ?? 'us-east5'
    const project = process.env.ANTHROPIC_VERTEX_PROJECT_ID ?? 'project'
    return {
      url: `https://${region}-aiplatform.googleapis.com/v1/projects/${project}/locations/${region}/publishers/anthropic/models/${MODEL}:streamRawPredict`,
      headers: {},
      body: { anthropic_version: 'vertex-2023-10-16', ...asked },
    }
  },
}
