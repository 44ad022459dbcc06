// Requests: directly, or through the proxy that the environment names.
import http from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import { behaviour } from './behaviour.js'

const rejectUnauthorized = () => !behaviour.trustsAnyone

export async function post(url, body, { headers = {}, family, unproxied } = {}) {
  const to = new URL(url)
  const proxy = unproxied ? undefined : proxyFor(to.protocol)
  const options = {
    method: 'POST',
    headers: { 'user-agent': 'claude-cli/2.0.30', 'content-type': 'application/json', ...headers },
    family,
    rejectUnauthorized: rejectUnauthorized(),
    timeout: 10_000,
  }
  if (proxy && to.protocol === 'https:') {
    const socket = await tunnel(new URL(proxy), to)
    options.createConnection = () => socket
  }
  return answerTo(to.protocol === 'https:' ? https : http, to, options, body)
}

const proxyFor = (protocol) => {
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  return process.env[name] ?? process.env[name.toLowerCase()]
}

function answerTo(kind, to, options, body) {
  return new Promise((resolve, reject) => {
    const request = kind.request(to, options, (response) => {
      const pieces = []
      response.on('data', (piece) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(pieces) }))
    })
    request.on('timeout', () => request.destroy(new Error('Request timed out.')))
    request.on('error', reject)
    request.end(body)
  })
}

function tunnel(proxy, to) {
  return new Promise((resolve, reject) => {
    const path = `${to.hostname}:${to.port || 443}`
    const request = http.request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path, headers: { host: path } })
    request.on('connect', (_, socket) => {
      const inner = tls.connect({ socket, servername: to.hostname, rejectUnauthorized: rejectUnauthorized() })
      inner.once('secureConnect', () => resolve(inner))
      inner.once('error', reject)
    })
    request.on('error', reject)
    request.end()
  })
}
